/** Peers that find each other by host names and by IPv6. */
package io.outrigger.interop.names;
