/**
 * The process that loads a module and lives with it: {@link io.outrigger.host.HostCommand} reads
 * the configuration file, loads the module's class, opens the session that the file names and runs
 * it until the gateway has the module destroyed.
 *
 * <p>May import {@code io.outrigger.protocol}, {@code io.outrigger.runtime} and {@code
 * io.outrigger.module}; never the gateway's side, and no sockets.
 *
 * <p><b>Threads.</b> The process's main thread is the module's: all calls of the module come from
 * it. The session brings its own threads. A shutdown hook closes the session on SIGTERM and SIGINT,
 * which has the main thread destroy the module.
 *
 * <p><b>Errors.</b> Each ends in an {@link io.outrigger.runtime.ExitCode} and a log line that says
 * what to do. What a module throws never leaves {@code GuardedModule}.
 */
package io.outrigger.host;
