package io.outrigger.gateway;

import java.time.Duration;

/**
 * How long the end of a gateway may take.
 *
 * @param timeout for all of it
 * @param gracePeriod for what is in a module's inbox
 */
record StopSettings(Duration timeout, Duration gracePeriod) {}
