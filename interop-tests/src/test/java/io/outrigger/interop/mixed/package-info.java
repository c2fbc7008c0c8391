/**
 * Several copies of libnanomsg in one process, as in a C gateway that uses one itself and loads
 * both of our proxies: each copy calls its own functions alone.
 */
package io.outrigger.interop.mixed;
