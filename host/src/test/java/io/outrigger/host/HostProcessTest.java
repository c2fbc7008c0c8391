package io.outrigger.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.host.modules.Clumsy;
import io.outrigger.host.modules.Echo;
import io.outrigger.host.modules.Stubborn;
import io.outrigger.host.modules.Surroundings;
import io.outrigger.host.modules.Unwilling;
import io.outrigger.protocol.SessionException;
import io.outrigger.testsupport.ChildProcess;
import io.outrigger.testsupport.ModuleJar;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host process and a gateway's end of it, from CREATE to the exit status. */
class HostProcessTest {
  @TempDir Path folder;
  private TestGateway gateway;

  @BeforeEach
  void openGateway() throws SessionException {
    gateway = new TestGateway(folder);
  }

  @AfterEach
  void closeGateway() {
    gateway.close();
  }

  /** A host of this module, which its jar declares. */
  private ChildProcess host(Class<?> module) throws IOException {
    new ModuleJar().with(module).declaring(module.getName()).write(folder.resolve("module.jar"));
    return HostProcess.start(folder, gateway.hostConfiguration("\"module.path\": \"module.jar\""));
  }

  @Test
  void moduleGetsItsConfigurationAndEachMessageInOrder() throws Exception {
    try (ChildProcess host = host(Echo.class)) {
      gateway.create("{\"ä\":[1,null]}");
      assertEquals("{\"ä\":[1,null]}", gateway.awaitPublished());
      for (int i = 0; i < 1000; i++) {
        gateway.send("message " + i);
      }
      for (int i = 0; i < 1000; i++) {
        assertEquals("message " + i, gateway.awaitPublished());
      }
      assertTrue(gateway.destroy());
      String output = host.awaitExit(0);
      assertTrue(output.contains("Echo is at its end"), output);
    }
  }

  @Test
  void classFolderWithNamedClassServesToo() throws Exception {
    Path classes = new ModuleJar().with(Echo.class).unpackInto(folder.resolve("classes"));
    String keys =
        "\"module.path\": \"%s\", \"module.class\": \"%s\""
            .formatted(folder.relativize(classes), Echo.class.getName());
    try (ChildProcess host = HostProcess.start(folder, gateway.hostConfiguration(keys))) {
      gateway.create("\"here\"");
      assertEquals("\"here\"", gateway.awaitPublished());
      assertTrue(gateway.destroy());
      host.awaitExit(0);
    }
  }

  @Test
  void failedCreateIsToldAndEndsTheHost() throws Exception {
    try (ChildProcess host = host(Unwilling.class)) {
      assertThrows(SessionException.class, () -> gateway.create("\"port 7\""));
      String output = host.awaitExit(3);
      assertTrue(output.contains(Unwilling.class.getName() + " could not be created"), output);
      assertTrue(output.contains("no sensor at \"port 7\""), output);
      assertTrue(output.contains("IllegalStateException: unplugged"), output);
    }
  }

  @Test
  void whateverModuleThrowsIsLoggedAndItGoesOn() throws Exception {
    try (ChildProcess host = host(Clumsy.class)) {
      gateway.create("null");
      gateway.send("exception");
      gateway.send("error"); // within a second of the exception, and so not logged
      gateway.send("interrupt");
      gateway.send("thread");
      gateway.send("still there");
      assertEquals("still there", gateway.awaitPublished());
      host.await("fails in its own thread");
      assertTrue(gateway.destroy());
      String output = host.awaitExit(0);
      String name = Clumsy.class.getName();
      assertTrue(output.contains(name + " failed in start and goes on"), output);
      assertTrue(output.contains(name + " failed in receive and goes on"), output);
      assertTrue(output.contains("java.lang.Exception: fails in receive"), output);
      assertTrue(output.contains(name + ": its thread 'clumsy thread' died"), output);
      assertTrue(output.contains(name + " failed in destroy"), output);
    }
  }

  @Test
  void moduleSharesOnlyTheJdkSlf4jAndTheModuleApi() throws Exception {
    Path gson = jarOf(com.google.gson.Gson.class);
    Files.copy(gson, folder.resolve("own-gson.jar"));
    new ModuleJar()
        .with(Surroundings.class)
        .declaring(Surroundings.class.getName())
        .classPath("own-gson.jar")
        .write(folder.resolve("module.jar"));
    String keys = gateway.hostConfiguration("\"module.path\": \"module.jar\"");
    try (ChildProcess host = HostProcess.start(folder, keys)) {
      gateway.create(
          """
          ["java.sql.Connection", "org.slf4j.Logger", "io.outrigger.module.Message",
           "com.google.gson.Gson", "jnr.ffi.Pointer", "picocli.CommandLine",
           "io.outrigger.host.HostCommand", "io.outrigger.protocol.HostSession",
           "io/outrigger/nanomsg/native/linux-x86_64/libnanomsg.so.5",
           "META-INF/MANIFEST.MF"]"""
              .replace("\n", ""));
      assertEquals(
          """
          java.sql.Connection shared
          org.slf4j.Logger shared
          io.outrigger.module.Message shared
          com.google.gson.Gson own
          jnr.ffi.Pointer hidden
          picocli.CommandLine hidden
          io.outrigger.host.HostCommand hidden
          io.outrigger.protocol.HostSession hidden
          io/outrigger/nanomsg/native/linux-x86_64/libnanomsg.so.5 hidden
          META-INF/MANIFEST.MF seen
          context true""",
          gateway.awaitPublished());
      assertTrue(gateway.destroy());
      host.awaitExit(0);
    }
  }

  private static Path jarOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void sigtermDestroysTheModule() throws Exception {
    try (ChildProcess host = host(Echo.class)) {
      gateway.create("1");
      assertEquals("1", gateway.awaitPublished());
      host.signal("TERM");
      String output = host.awaitExit(143);
      assertTrue(output.contains("Echo is at its end"), output);
      assertTrue(output.contains("session with the gateway: 1 accepted"), output);
    }
  }

  @Test
  void sigintEndsAHostThatStillWaits() throws Exception {
    try (ChildProcess host = host(Echo.class)) {
      host.await("waits for its gateway");
      host.signal("INT");
      host.awaitExit(130);
    }
  }

  @Test
  void sigtermCutsOffAModuleThatHangs() throws Exception {
    try (ChildProcess host = host(Stubborn.class)) {
      gateway.create("null");
      gateway.send("work");
      host.await("Stubborn receives");
      host.signal("TERM");
      String output = host.awaitExit(143);
      assertTrue(output.contains("is cut off"), output);
    }
  }
}
