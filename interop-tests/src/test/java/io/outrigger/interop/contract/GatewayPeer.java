package io.outrigger.interop.contract;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;

/**
 * A gateway side: a process with a proxy. What comes on its standard input, messages in serialized
 * form, goes to the remote module; what that publishes comes on the standard output. It ends in an
 * orderly way on SIGTERM, with status 0.
 */
interface GatewayPeer {

  /** As the table calls it. */
  String name();

  /**
   * Starts it; the host may come before or after.
   *
   * @param configuration of the remote module, JSON text
   */
  ChildProcess start(Wire wire, String configuration) throws IOException;
}
