/* Stands in a gateway for a module in another process. */
#ifndef OUTRIGGER_PROXY_H
#define OUTRIGGER_PROXY_H

#include "gateway_module.h"
#include "proxy_configuration.h"

struct proxy;

/*
 * Opens the session, runs the host if it is to be run, waits for it, and has it create the remote module. Gives NULL,
 * and has logged why, if that can't be. The configuration is the caller's; it must live as long as the proxy. What the
 * remote module publishes goes to the broker in the name of 'source'.
 */
struct proxy *proxy_open(const struct proxy_configuration *configuration, BROKER_HANDLE broker, MODULE_HANDLE source);

/* What the remote module publishes may come now. */
void proxy_start(struct proxy *proxy);

/* Sends a message to the remote module; blocks while the window is full. */
void proxy_receive(struct proxy *proxy, MESSAGE_HANDLE message);

/* Has the host destroy the module, ends it if it was run, and frees everything. */
void proxy_close(struct proxy *proxy);

#endif
