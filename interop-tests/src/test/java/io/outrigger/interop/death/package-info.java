/**
 * Death and return: a gateway and a host as processes, in full flow in both directions, one of them
 * killed or stopped again and again. What was published and what was handled is compared with what
 * both sides have counted, to the message.
 */
package io.outrigger.interop.death;
