package io.outrigger.protocol.pair;

/** Where a {@link HostMachine} is, and what its owner does there. */
enum HostPhase {
  /** There is no module. */
  NONE(HostAction.NONE),
  OPENING(HostAction.OPEN_CHANNEL),
  CREATING(HostAction.CREATE_MODULE),
  /** The module could not be created. */
  DISCARDING(HostAction.CLOSE_CHANNEL),
  CREATED(HostAction.NONE),
  STARTING(HostAction.START_MODULE),
  STARTED(HostAction.NONE),
  /** CREATE came for a module with the same message channel. */
  REPLACING(HostAction.REPLACE_MODULE),
  /** The gateway is gone, or CREATE came for a module with another message channel. */
  ABANDONING(HostAction.ABANDON_MODULE),
  /** The host leaves, and waits until the gateway has taken DETACH. */
  LEAVING(HostAction.NONE),
  /** The host leaves, and handles the gateway's last messages. */
  DRAINING(HostAction.NONE),
  DESTROYING(HostAction.DESTROY_MODULE),
  /** The module is destroyed; waits until the gateway has taken DETACH. */
  DETACHING(HostAction.NONE),
  CLOSING(HostAction.CLOSE_CHANNEL),
  /** The module was not created, so the host ends; waits until the gateway is gone. */
  REFUSED(HostAction.NONE),
  ENDED(HostAction.END);

  private final HostAction action;

  HostPhase(HostAction action) {
    this.action = action;
  }

  HostAction action() {
    return action;
  }

  /** There is a module, and it has its gateway. */
  boolean isServing() {
    return this == CREATED || this == STARTED;
  }

  /** The host waits until its gateway has taken a status, or is gone. */
  boolean awaitsGateway() {
    return this == LEAVING || this == DETACHING || this == REFUSED;
  }
}
