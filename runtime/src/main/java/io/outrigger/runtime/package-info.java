/**
 * The running of modules, the same in gateway and host: {@link io.outrigger.runtime.ModuleClass}
 * loads a module's class, {@link io.outrigger.runtime.GuardedModule} keeps what it throws away from
 * everybody else, {@link io.outrigger.runtime.ModuleBroker} ends with it.
 *
 * <p>A module shares the JDK, slf4j and the module APIs with the process, and nothing else.
 *
 * <p>May import {@code io.outrigger.module}, {@code io.outrigger.base} and {@code
 * io.outrigger.runtime.azure}. Starts no threads: a module's calls come on the thread of its owner.
 */
package io.outrigger.runtime;
