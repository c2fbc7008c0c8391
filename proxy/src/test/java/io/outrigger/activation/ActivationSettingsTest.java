package io.outrigger.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.activation.fork.HostProgram;
import io.outrigger.configuration.ConfigurationException;
import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationSettingsTest {
  @TempDir Path folder;
  private Path file;
  private final ConfigurationProblems problems = new ConfigurationProblems();

  @BeforeEach
  void makeFiles() throws Exception {
    file = folder.resolve("gateway.json");
    Files.writeString(folder.resolve("host.json"), "{}");
    Path host = Files.writeString(folder.resolve("host"), "#!/bin/sh\n");
    assertTrue(host.toFile().setExecutable(true));
  }

  private ActivationSettings read(String text) throws Exception {
    Files.writeString(file, text);
    ConfigurationObject object = ConfigurationObject.read(file, problems);
    ActivationSettings settings = ActivationSettings.ofProxy(object);
    object.rejectUnknownKeys();
    return settings;
  }

  private List<String> problems() {
    try {
      problems.throwIfAny();
      return List.of();
    } catch (ConfigurationException e) {
      return e.getMessage().lines().toList();
    }
  }

  @Test
  void nothingIsActivatedUnlessItSaysSo() throws Exception {
    assertTrue(read("{}").program().isEmpty());
    assertTrue(read("{\"activation.type\": \"none\"}").program().isEmpty());
    assertEquals(List.of(), problems());
  }

  @Test
  void pathsAreRelativeToTheFile() throws Exception {
    ActivationSettings settings =
        read(
            "{\"activation.type\": \"fork\", \"fork\": {\"host.path\": \"./host\","
                + " \"configuration.path\": \"host.json\", \"timeout.ms\": 123}}");
    assertEquals(List.of(), problems());
    HostProgram program = settings.program().orElseThrow();
    assertEquals(folder.resolve("host").toString(), program.path());
    assertEquals(List.of(folder.resolve("host.json").toString()), program.arguments());
    assertEquals(Duration.ofMillis(123), settings.timeToListen());
  }

  @Test
  void aPlainNameIsLookedUpInTheSearchPath() throws Exception {
    ActivationSettings settings =
        read(
            "{\"activation.type\": \"fork\", \"fork\": {\"host.path\": \"sh\","
                + " \"configuration.path\": \"host.json\"}}");
    assertEquals(List.of(), problems());
    assertTrue(settings.program().orElseThrow().path().endsWith("/sh"));
    assertEquals(Duration.ofSeconds(10), settings.timeToListen());
  }

  @Test
  void allThatIsWrongIsReportedAtOnce() throws Exception {
    read(
        "{\"activation.type\": \"fork\", \"fork\": {\"host.path\": \"./none\","
            + " \"configuration.path\": \"none.json\", \"timeout\": 1}}");
    assertEquals(
        List.of(
            file + ":1:51: $.fork['host.path']: there is no file " + folder.resolve("none"),
            file
                + ":1:83: $.fork['configuration.path']: there is no file "
                + folder.resolve("none.json")
                + " to be read",
            file + ":1:96: $.fork.timeout: unknown key 'timeout': did you mean 'timeout.ms'?"),
        problems());
  }

  @Test
  void aForkNeedsItsKeys() throws Exception {
    read("{\"activation.type\": \"fork\"}");
    assertEquals(
        List.of(file + ":1:1: $: the key 'fork' is missing: an object, { … } is needed"),
        problems());
  }

  @Test
  void aHostThatCannotBeExecutedIsReported() throws Exception {
    read(
        "{\"activation.type\": \"fork\", \"fork\": {\"host.path\": \"./host.json\","
            + " \"configuration.path\": \"host.json\"}}");
    assertEquals(
        List.of(
            file
                + ":1:51: $.fork['host.path']: "
                + folder.resolve("host.json")
                + " isn't executable: chmod +x"),
        problems());
  }

  @Test
  void anUnknownProgramIsReported() throws Exception {
    read(
        "{\"activation.type\": \"fork\", \"fork\": {\"host.path\": \"no-such-host\","
            + " \"configuration.path\": \"host.json\"}}");
    assertEquals(
        List.of(
            file
                + ":1:51: $.fork['host.path']: no folder of PATH has an executable"
                + " 'no-such-host': write its path, with a slash"),
        problems());
  }

  @Test
  void anUnknownActivationIsReportedWithTheKnownOnes() throws Exception {
    read("{\"activation.type\": \"launch\"}");
    assertEquals(
        List.of(
            file
                + ":1:21: $['activation.type']: here is the text 'launch'; one of 'none', 'fork' is"
                + " needed"),
        problems());
  }
}
