package io.outrigger.protocol.pair;

/** Where a {@link HostMachine} is, and what its owner does there. */
enum HostPhase {
  /** There is no module. */
  NONE(false),
  /** Opens the message channel that {@link HostMachine#create} names. */
  OPENING(true),
  /** Creates the module of {@link HostMachine#create}. */
  CREATING(true),
  /** Closes the message channel of a module that could not be created. */
  DISCARDING(true),
  CREATED(false),
  /** Starts the module. */
  STARTING(true),
  STARTED(false),
  /** Destroys the module, whose gateway wants another one: the message channel stays open. */
  REPLACING(true),
  /**
   * Closes the message channel, whose gateway is gone or wants another one, and destroys the
   * module.
   */
  ABANDONING(true),
  /** The host leaves, and waits until the gateway has taken DETACH. */
  LEAVING(false),
  /** The host leaves, and handles the gateway's last messages. */
  DRAINING(false),
  /** Destroys the module while the gateway takes what it publishes, for the grace period. */
  DESTROYING(true),
  /** The module is destroyed; waits until the gateway has taken DETACH. */
  DETACHING(false),
  /** Closes the message channel of a module that was destroyed. */
  CLOSING(true),
  /** The module was not created, so the host ends; waits until the gateway is gone. */
  REFUSED(false),
  /** {@link HostMachine#end} says why. */
  ENDED(false);

  private final boolean action;

  HostPhase(boolean action) {
    this.action = action;
  }

  /** The owner carries something out, and says so with {@link HostMachine#done}. */
  boolean isAction() {
    return action;
  }

  /** There is a module, and it has its gateway. */
  boolean isServing() {
    return this == CREATED || this == STARTED;
  }
}
