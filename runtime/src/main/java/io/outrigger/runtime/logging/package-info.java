/**
 * Words for patterns of logback, where that is the logger: {@code conf/logback.xml} of the
 * distribution has them.
 */
package io.outrigger.runtime.logging;
