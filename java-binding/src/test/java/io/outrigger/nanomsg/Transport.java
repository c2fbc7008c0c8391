package io.outrigger.nanomsg;

import io.outrigger.testsupport.Addresses;
import java.nio.file.Path;

/** The transports, each with addresses that nobody else uses. */
enum Transport {
  IPC,
  TCP,
  WS,
  INPROC;

  /** A fresh address; for ipc, of a file in this directory. */
  String address(Path directory) {
    return switch (this) {
      case IPC -> Addresses.ipc(directory);
      case TCP -> Addresses.tcp();
      case WS -> Addresses.ws();
      case INPROC -> Addresses.inproc();
    };
  }
}
