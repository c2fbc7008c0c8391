package io.outrigger.protocol;

/** A host's side of the conversation with its gateway, as it is configured. */
@FunctionalInterface
public interface HostEndpoint {

  /**
   * Listens for the gateway, which need not be there yet.
   *
   * @return the session, which belongs to the caller
   * @throws SessionException if an address is wrong or can't be bound
   */
  HostSession open() throws SessionException;
}
