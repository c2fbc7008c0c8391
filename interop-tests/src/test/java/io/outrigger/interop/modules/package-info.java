/**
 * Modules for the tests: numbered messages, and what became of them in journals that outlive their
 * process; the module of the contract, {@link io.outrigger.interop.modules.Role}, and the one that
 * speaks to it by pipes. They run in a host or in a gateway, which load them from the folder of
 * test classes, so they use the JDK and the module API alone.
 */
package io.outrigger.interop.modules;
