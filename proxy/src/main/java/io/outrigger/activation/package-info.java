/**
 * How a module host comes to life: a {@link io.outrigger.activation.HostLauncher} starts an
 * instance of it, and a {@link io.outrigger.activation.HostInstance} is one run, which reports what
 * becomes of it and can be ended. Where someone else starts the host there is no launcher.
 *
 * <p>May import {@code io.outrigger.protocol} and its configuration; {@link
 * io.outrigger.activation.ActivationSettings} knows the kinds of launchers, each in a package
 * below.
 */
package io.outrigger.activation;
