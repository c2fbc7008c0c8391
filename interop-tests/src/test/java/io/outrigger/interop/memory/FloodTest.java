package io.outrigger.interop.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.gateway.command.GatewayCommand;
import io.outrigger.host.HostCommand;
import io.outrigger.interop.modules.Flood;
import io.outrigger.interop.process.JavaPrograms;
import io.outrigger.testsupport.Await;
import io.outrigger.testsupport.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Both sides send faster than the other one receives, for as long as {@code
 * -Doutrigger.flood.seconds=} says.
 */
@Timeout(3600)
class FloodTest {
  private static final Logger LOG = LoggerFactory.getLogger(FloodTest.class);
  private static final Duration TIME =
      Duration.ofSeconds(Long.getLong("outrigger.flood.seconds", 9));

  /** So small that garbage doesn't look like growth for long. */
  private static final List<String> HEAP = List.of("-Xms8m", "-Xmn4m", "-Xmx64m");

  private static final long LIVE_GROWTH = 2 << 20;
  private static final long RESIDENT_GROWTH = 16 << 20;

  private static final String GATEWAY_FILE =
      """
      {"modules": [
         {"name": "here", "args": {"size": 10000}, "loader": {"name": "java",
           "entrypoint": {"class.name": "$flood", "class.path": "$modules"}}},
         {"name": "there", "loader": {"name": "proxy"}, "args": {
           "listen.url": "ipc://$folder/to-gateway", "remote.url": "ipc://$folder/to-host",
           "module.configuration": {"size": 10000}}}],
       "links": [
         {"source": "here", "sink": "there", "timeout.ms": 600000},
         {"source": "there", "sink": "here", "timeout.ms": 600000}]}
      """;

  private static final String HOST_FILE =
      """
      {"listen.url": "ipc://$folder/to-host", "remote.url": "ipc://$folder/to-gateway",
       "module.path": "$modules", "module.class": "$flood"}
      """;

  @TempDir private Path folder;

  private ChildProcess start(Class<?> main, String name, String text) throws IOException {
    Path file = folder.resolve(name + ".json");
    Files.writeString(
        file,
        text.replace("$folder", folder.toString())
            .replace("$modules", JavaPrograms.moduleFolder().toString())
            .replace("$flood", Flood.class.getName()));
    List<String> command = new ArrayList<>(JavaPrograms.command(main, file));
    command.addAll(1, HEAP);
    return ChildProcess.start(name, folder, command);
  }

  @Test
  void slowModulesSlowTheirPublishersAndMemoryStaysFlat() throws Exception {
    try (ChildProcess gateway = start(GatewayCommand.class, "gateway", GATEWAY_FILE);
        ChildProcess host = start(HostCommand.class, "host", HOST_FILE)) {
      gateway.await("gateway started");
      pass(TIME.dividedBy(3));
      Memory gatewayBefore = Memory.of(gateway);
      Memory hostBefore = Memory.of(host);
      pass(TIME.dividedBy(3).multipliedBy(2));
      requireFlat(gateway, gatewayBefore);
      requireFlat(host, hostBefore);
      gateway.signal("TERM");
      gateway.awaitExit(0);
      host.awaitExit(0);
      LOG.info("{}", host.output());
    }
  }

  /** What is to fill fills, and what leaks leaks. */
  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Await.until(time::toString, time.multipliedBy(2), () -> System.nanoTime() - end >= 0);
  }

  private static void requireFlat(ChildProcess process, Memory before) throws IOException {
    Memory after = Memory.of(process);
    LOG.info("{}: {}, and then {}", process, before, after);
    assertTrue(
        after.liveBytes() - before.liveBytes() < LIVE_GROWTH
            && after.residentBytes() - before.residentBytes() < RESIDENT_GROWTH,
        () -> process + " grew: " + before + ", and then " + after);
  }
}
