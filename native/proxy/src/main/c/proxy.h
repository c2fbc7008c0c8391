/* Stands in a gateway for a module in another process. */
#ifndef OG_PROXY_H
#define OG_PROXY_H

#include "gateway_module.h"
#include "proxy_configuration.h"

struct og_proxy;

/*
 * Opens the session, runs the host if it is to be run, waits for it, and has it create the remote module. Gives NULL,
 * and has logged why, if that can't be. The configuration is the caller's; it must live as long as the proxy. What the
 * remote module publishes goes to the broker in the name of 'source'.
 */
struct og_proxy *og_proxy_open(
    const struct og_proxy_configuration *configuration, BROKER_HANDLE broker, MODULE_HANDLE source);

/* What the remote module publishes may come now. */
void og_proxy_start(struct og_proxy *proxy);

/* Sends a message to the remote module; blocks while the window is full. */
void og_proxy_receive(struct og_proxy *proxy, MESSAGE_HANDLE message);

/* Has the host destroy the module, ends it if it was run, and frees everything. */
void og_proxy_close(struct og_proxy *proxy);

#endif
