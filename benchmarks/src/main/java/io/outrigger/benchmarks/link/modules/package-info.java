/**
 * The modules of {@code bench link}: a {@code Probe} in the gateway's process, a {@code Remote} in
 * the host's. They are loaded by themselves and import nothing but the module API.
 */
package io.outrigger.benchmarks.link.modules;
