/** Modules that fail in the ways that modules do, and what a gateway makes of that. */
package io.outrigger.distribution.supervision;
