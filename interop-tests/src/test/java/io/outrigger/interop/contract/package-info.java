/**
 * One contract for every pair of peers: a gateway side and a host side, in Java or in C, over
 * either protocol and transport, each a process of its own. The test speaks to the gateway side by
 * its standard input and output, as to a module beside the proxy; in the host is a module whose
 * role the test chooses.
 *
 * <p>{@link io.outrigger.interop.contract.ContractTest} has the rules. A peer is a small class that
 * knows how to start it: {@link io.outrigger.interop.contract.GatewayPeer}, {@link
 * io.outrigger.interop.contract.HostPeer}.
 */
package io.outrigger.interop.contract;
