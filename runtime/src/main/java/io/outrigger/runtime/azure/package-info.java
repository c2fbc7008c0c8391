/**
 * Java modules that were written for the C gateway, unmodified, as modules of Outrigger: those
 * compiled against {@code com.microsoft.azure.gateway:gateway-java-binding}, in either of its
 * styles. {@link io.outrigger.runtime.azure.AzureModule} is the one place that knows how.
 *
 * <p>The API's own broker calls the C gateway through a native library; a module gets one of ours
 * in its place, so no native library is needed.
 *
 * <p>May import {@code io.outrigger.module}, {@code io.outrigger.protocol.wire} and {@code
 * io.outrigger.base}. Has no threads of its own: everything runs on the thread of the module, or of
 * who publishes.
 */
package io.outrigger.runtime.azure;
