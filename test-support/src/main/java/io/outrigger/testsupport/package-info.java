/**
 * What the tests of all modules share: waiting for a condition with a deadline, processes,
 * addresses, and what is logged.
 *
 * <p>Imports the JDK and JUnit, and nothing of the house, so that the tests of each module may use
 * it.
 */
package io.outrigger.testsupport;
