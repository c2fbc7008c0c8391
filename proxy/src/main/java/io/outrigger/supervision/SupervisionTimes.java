package io.outrigger.supervision;

import java.time.Duration;

/**
 * How long things may take that a host does.
 *
 * @param start until the module of an instance is created, unless somebody waits for that
 * @param stop until an instance has ended that a signal told to
 */
public record SupervisionTimes(Duration start, Duration stop) {}
