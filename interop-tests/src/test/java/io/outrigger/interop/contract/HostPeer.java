package io.outrigger.interop.contract;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;

/** A host side: a process with a module that takes its role from its configuration. */
interface HostPeer {

  /** As the table calls it. */
  String name();

  /** Starts it; the gateway may come before or after. */
  ChildProcess start(Wire wire) throws IOException;

  /** Whether it ends when its module refuses in create; else it waits for the next gateway. */
  default boolean endsWithRefusal(Protocol protocol) {
    return protocol == Protocol.REQREP;
  }

  /** Whether it takes ten times as long as others. */
  default boolean isSlow() {
    return false;
  }
}
