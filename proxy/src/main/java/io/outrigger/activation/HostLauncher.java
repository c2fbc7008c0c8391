package io.outrigger.activation;

/** Starts instances of one host. Any thread may call it. */
public interface HostLauncher {

  /**
   * Starts an instance. Returns at once; the instance reports what becomes of it.
   *
   * @throws ActivationException if nothing was started
   */
  HostInstance launch(HostInstance.Listener listener) throws ActivationException;
}
