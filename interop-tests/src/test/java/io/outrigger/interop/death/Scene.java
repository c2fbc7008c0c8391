package io.outrigger.interop.death;

import io.outrigger.interop.modules.Duplex;
import io.outrigger.interop.modules.Journal;
import io.outrigger.interop.modules.Sink;
import io.outrigger.interop.modules.Source;
import io.outrigger.interop.process.JavaPrograms;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A gateway with a source and a sink, and between them a module that stands for another one in a
 * host. {@code there} is the direction from the gateway to the host, {@code back} the other.
 */
final class Scene implements AutoCloseable {
  /** How lines of a gateway's log begin. */
  static final String LOST = "remote: the host is lost: ";

  static final String RETURNED = "remote: a host is there again";

  private static final String GATEWAY_FILE =
      """
      {"modules": [
         {"name": "sink", "loader": $sink, $sinkKeys "args": {"journals": "$folder/gateway"}},
         {"name": "remote", $remote},
         {"name": "source", "loader": $source,
          "args": {"journals": "$folder/gateway", "size": $size}}],
       "links": [
         {"source": "source", "sink": "remote", "timeout.ms": 600000},
         {"source": "remote", "sink": "sink", "timeout.ms": 600000}]}
      """;

  private static final String HOST_FILE =
      """
      {$link
       $hostKeys
       "module.path": "$modules", "module.class": "$module"}
      """;

  private static final String CONFIGURATION =
      """
      {"journals": "$folder/host", "size": $size}""";

  private final Path folder;
  private final Path gatewayFile;
  private final Path hostFile;
  private final List<ChildProcess> processes = new ArrayList<>();
  private final Map<Path, Journal> open = new HashMap<>();

  /** A scene over {@code reqrep}. */
  Scene(Path folder, String sinkKeys, String proxyKeys, String hostKeys) throws IOException {
    this(Wiring.REQREP, Duplex.class, folder, sinkKeys, proxyKeys, hostKeys);
  }

  /**
   * Writes the files of both sides. Keys are JSON, each followed by a comma.
   *
   * @param remote in the host; publishes and handles messages with their numbers
   * @param sinkKeys more keys for the gateway's sink
   * @param linkKeys more keys for the gateway's end of the link
   * @param hostKeys more keys for the host
   */
  Scene(
      Wiring wiring,
      Class<?> remote,
      Path folder,
      String sinkKeys,
      String linkKeys,
      String hostKeys)
      throws IOException {
    this.folder = folder;
    Files.createDirectory(folder.resolve("gateway"));
    Files.createDirectory(folder.resolve("host"));
    gatewayFile = folder.resolve("gateway.json");
    hostFile = folder.resolve("host.json");
    Files.writeString(
        gatewayFile,
        fill(GATEWAY_FILE.replace("$remote", wiring.inGateway(linkKeys)))
            .replace("$sinkKeys", sinkKeys)
            .replace("$sink", java(Sink.class))
            .replace("$source", java(Source.class)));
    Files.writeString(
        hostFile,
        fill(HOST_FILE.replace("$link", wiring.inHost()))
            .replace("$hostKeys", hostKeys)
            .replace("$module", remote.getName()));
  }

  private String fill(String text) {
    return text.replace("$configuration", CONFIGURATION)
        .replace("$folder", folder.toString())
        .replace("$modules", JavaPrograms.moduleFolder().toString())
        .replace("$size", "" + Scale.SIZE);
  }

  private static String java(Class<?> module) {
    return """
        {"name": "java", "entrypoint": {"class.name": "%s", "class.path": "%s"}}"""
        .formatted(module.getName(), JavaPrograms.moduleFolder());
  }

  ChildProcess startGateway() throws IOException {
    return started(JavaPrograms.gateway(gatewayFile));
  }

  ChildProcess startHost() throws IOException {
    return started(JavaPrograms.host(hostFile));
  }

  private ChildProcess started(ChildProcess process) {
    processes.add(process);
    return process;
  }

  /** What the sources in gateways have published, in the order of their lives. */
  List<Journal> publishedThere() {
    return journals("gateway", Source.ROLE);
  }

  List<Journal> handledThere() {
    return journals("host", Sink.ROLE);
  }

  List<Journal> publishedBack() {
    return journals("host", Source.ROLE);
  }

  List<Journal> handledBack() {
    return journals("gateway", Sink.ROLE);
  }

  private List<Journal> journals(String side, String role) {
    return Journal.files(folder.resolve(side), role).stream()
        .map(file -> open.computeIfAbsent(file, Journal::open))
        .sorted(Comparator.comparing(this::life).thenComparing(Journal::origin))
        .toList();
  }

  private int life(Journal journal) {
    for (int i = 0; i < processes.size(); i++) {
      if (processes.get(i).pid() == journal.pid()) {
        return i;
      }
    }
    throw new IllegalStateException("a journal of the process " + journal.pid());
  }

  /** Waits until so many messages were handled at either side, all its lives together. */
  void awaitFlow(long handled) {
    Await.until(
        () -> handled + " messages handled at either side; " + this,
        () -> handledSoFar(handledThere()) >= handled && handledSoFar(handledBack()) >= handled);
  }

  /** Waits until so many more messages were handled at either side. */
  void awaitMore(long more) {
    long there = handledSoFar(handledThere());
    long back = handledSoFar(handledBack());
    Await.until(
        () -> more + " more messages handled at either side; " + this,
        () ->
            handledSoFar(handledThere()) >= there + more
                && handledSoFar(handledBack()) >= back + more);
  }

  private static long handledSoFar(List<Journal> journals) {
    return journals.stream().mapToLong(Journal::size).sum();
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::close);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(handledSoFar(handledThere())).append(" there, ");
    text.append(handledSoFar(handledBack())).append(" back");
    processes.forEach(
        process -> text.append('\n').append(process).append(":\n").append(process.output()));
    return text.toString();
  }
}
