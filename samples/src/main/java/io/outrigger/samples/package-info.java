/**
 * Modules to learn from and to try things with: a sensor, a moving average and a printer. They
 * import what any module author has, {@code io.outrigger.module} and slf4j, and bring their own
 * Gson, for their configuration.
 *
 * <p>Each notes in a property in which process it handled a message, so that the last one can tell
 * where it was: {@code sensor.process}, {@code average.process}.
 */
package io.outrigger.samples;
