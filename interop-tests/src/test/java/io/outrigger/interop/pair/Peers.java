package io.outrigger.interop.pair;

import io.outrigger.gateway.command.GatewayCommand;
import io.outrigger.host.HostCommand;
import io.outrigger.testsupport.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C peers, and our host as its users have it; all of them meet in one folder. */
record Peers(Path folder) {
  private static final Path PROGRAMS = Path.of(System.getProperty("outrigger.peers"));

  String controlId() {
    return folder.resolve("control").toString();
  }

  String messageUrl() {
    return "ipc://" + folder.resolve("message");
  }

  /** A C gateway; its options are described in {@code gateway.c}. */
  Peer gateway(String... options) throws IOException {
    return program("gateway", List.of(controlId(), messageUrl()), options);
  }

  /** A C host; its options are described in {@code host.c}. */
  Peer host(String... options) throws IOException {
    return program("host", List.of(controlId()), options);
  }

  private Peer program(String name, List<String> first, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program(name).toString());
    command.addAll(first);
    command.addAll(List.of(options));
    return Peer.start(folder, command);
  }

  /** Where the program of a C peer is. */
  static Path program(String name) {
    return PROGRAMS.resolve(name);
  }

  /** Our host with {@link TellingModule}, started by a configuration file with these keys, too. */
  Peer javaHost(String moreKeys) throws IOException {
    return javaHost(testClasses(), TellingModule.class, moreKeys);
  }

  Peer javaHost(Path modulePath, Class<?> module, String moreKeys) throws IOException {
    String keys =
        """
        {
          "control.id": "%s",
          "module.path": "%s",
          "module.class": "%s"%s
        }
        """
            .formatted(controlId(), modulePath, module.getName(), moreKeys);
    Files.writeString(folder.resolve("host.json"), keys);
    return Peer.start(folder, java(HostCommand.class, "host.json"));
  }

  /** Our gateway, with a configuration file in the folder. */
  Peer javaGateway(String configurationFile) throws IOException {
    return Peer.start(folder, java(GatewayCommand.class, configurationFile));
  }

  /** Our host with {@link TellingModule}, started by options. */
  List<String> launchedHostCommand() {
    return java(
        HostCommand.class,
        "--control-id",
        controlId(),
        "--module-path",
        testClasses().toString(),
        "--module-class",
        TellingModule.class.getName());
  }

  private static List<String> java(Class<?> main, String... arguments) {
    return new JavaCommand(main)
        .shortLived()
        .without(entry -> Path.of(entry).equals(testClasses()))
        .with(arguments);
  }

  private static Path testClasses() {
    return Path.of(Peers.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
