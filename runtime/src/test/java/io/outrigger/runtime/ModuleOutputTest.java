package io.outrigger.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ModuleOutputTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ModuleOutput output =
      new ModuleOutput(
          new PrintStream(bytes, true, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  private final PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);

  private void onThreadOf(String module, Runnable work) throws InterruptedException {
    Thread thread = new Thread(ModuleThreads.group(module), work, "a thread");
    thread.start();
    thread.join();
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aModulesLineBeginsWithItsName() throws Exception {
    onThreadOf("sensor", () -> stream.println("21 °C"));
    assertEquals(List.of("sensor: 21 °C"), lines());
  }

  @Test
  void aThreadThatAModuleStartsIsTheModules() throws Exception {
    AtomicReference<Optional<String>> name = new AtomicReference<>();
    onThreadOf(
        "sensor",
        () -> {
          Thread child = new Thread(() -> name.set(ModuleThreads.currentModule()));
          child.start();
          try {
            child.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertEquals(Optional.of("sensor"), name.get());
    assertEquals(Optional.empty(), ModuleThreads.currentModule());
  }

  @Test
  void whatOtherThreadsPrintPassesAsItIs() {
    stream.print("no end");
    assertEquals(List.of("no end"), lines());
  }

  @Test
  void linesOfTwoModulesDoNotMix() throws Exception {
    onThreadOf("a", () -> stream.print("one "));
    onThreadOf("b", () -> stream.println("other"));
    onThreadOf("a", () -> stream.println("line"));
    assertEquals(List.of("b: other", "a: one line"), lines());
  }

  @Test
  void aLineWithoutAnEndIsPrintedAtTheEnd() throws Exception {
    onThreadOf("sensor", () -> stream.print("last"));
    assertEquals(List.of(), lines());
    output.close();
    assertEquals(List.of("sensor: last"), lines());
  }

  @Test
  void aFloodIsBoundedAndCounted() throws Exception {
    onThreadOf(
        "sensor",
        () -> {
          for (int i = 0; i < 100_000; i++) {
            stream.println("line " + i);
          }
        });
    output.close();
    assertTrue(lines().size() < 50_000, () -> "" + lines().size());
    assertTrue(lines().get(lines().size() - 1).contains("lines left out"), lines()::toString);
  }
}
