package io.outrigger.protocol.pair;

/** What the owner of a {@link HostMachine} is to do next. */
enum HostAction {
  /** To wait for the next event. */
  NONE,
  /** Opens the message channel that {@link HostMachine#create} names. */
  OPEN_CHANNEL,
  /** Creates the module of {@link HostMachine#create}. */
  CREATE_MODULE,
  START_MODULE,
  /** Destroys the module, whose gateway wants another one: the message channel stays open. */
  REPLACE_MODULE,
  /**
   * Closes the message channel, whose gateway is gone or wants another one, and destroys the
   * module.
   */
  ABANDON_MODULE,
  /** Destroys the module while the gateway takes what it publishes, for the grace period. */
  DESTROY_MODULE,
  /** Closes the message channel of a module that was destroyed, or never created. */
  CLOSE_CHANNEL,
  /** Nothing any more: {@link HostMachine#end} says why. */
  END
}
