package io.outrigger.distribution.supervision;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what it receives, and does at its 50th message what its configuration says: {@code
 * "FAULT FILE"}, once for each FILE.
 */
public final class Faulty implements GatewayModule {
  private static final Logger LOG = LoggerFactory.getLogger(Faulty.class);
  private static final int AT = 50;

  /** What fills the heap. */
  private final List<byte[]> kept = new ArrayList<>();

  private Broker broker;
  private String fault;
  private Path file;
  private int count;

  @Override
  public void create(Broker given, String configuration) throws Exception {
    broker = given;
    String[] words = configuration.replace("\"", "").split(" ");
    fault = words[0];
    file = Path.of(words[1]);
    System.out.println("the module runs in process " + ProcessHandle.current().pid());
    if (fault.equals("child")) {
      startChild();
    }
  }

  /** One that has left the process group, and whose parent has ended. */
  private void startChild() throws IOException {
    String script = "(grep SigIgn /proc/self/status; echo $$) > " + file + "; exec sleep 1000";
    new ProcessBuilder("setsid", "--fork", "sh", "-c", script).start();
  }

  @Override
  public void start() {}

  @Override
  public void receive(Message message) throws Exception {
    count++;
    if (count == AT && !fault.equals("child") && Files.notExists(file)) {
      Files.createFile(file);
      fail();
    }
    broker.publish(message);
  }

  private void fail() throws Exception {
    switch (fault) {
      case "hang" -> hang();
      case "kill" ->
          new ProcessBuilder("kill", "-KILL", "" + ProcessHandle.current().pid()).start().waitFor();
      case "halt" -> Runtime.getRuntime().halt(9);
      case "exit" -> System.exit(7);
      case "memory" -> {
        while (true) {
          kept.add(new byte[1 << 20]);
        }
      }
      case "thrown" -> throw new OutOfMemoryError("as a library does for memory of its own");
      case "log" -> {
        LOG.error("it is broken", new IllegalStateException("the cause"));
        LOG.info("not an error");
      }
      case "print" -> {
        for (int i = 0; i < 200_000; i++) {
          System.out.println("line " + i + " of many");
        }
      }
      default -> System.out.println("no fault");
    }
  }

  private static void hang() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void destroy() throws InterruptedException {
    if (fault.equals("slow")) {
      // That long is what it is there for: nothing ever comes.
      new CountDownLatch(1).await(5, TimeUnit.SECONDS);
    }
    broker.publish(Message.of("goodbye".getBytes(StandardCharsets.UTF_8)));
    System.out.println("the module is destroyed");
  }
}
