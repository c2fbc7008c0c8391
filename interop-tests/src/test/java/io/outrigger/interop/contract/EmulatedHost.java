package io.outrigger.interop.contract;

import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code outrigger-native-host} for aarch64, with its module in C, in an emulator. */
final class EmulatedHost implements HostPeer {

  @Override
  public String name() {
    return "C host for aarch64";
  }

  @Override
  public boolean isSlow() {
    return true;
  }

  @Override
  public ChildProcess start(Wire wire) throws IOException {
    Path configuration = CHost.configurationFile(wire, Programs.peer("aarch64/role.so"));
    return ChildProcess.start(
        name(),
        wire.folder(),
        List.of(
            Programs.peer("aarch64/emulator/run").toString(),
            Programs.peer("aarch64/bin/outrigger-native-host").toString(),
            configuration.toString()));
  }
}
