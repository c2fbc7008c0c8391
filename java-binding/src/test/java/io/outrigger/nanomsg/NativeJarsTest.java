package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The native jars on the class path of this test. */
class NativeJarsTest {
  private static final String LICENCE = "META-INF/LICENSE-nanomsg.txt";

  /** The ELF class is 1 for 32 bits, 2 for 64; the machine is e_machine of the ELF header. */
  @ParameterizedTest
  @CsvSource({"x86_64, 2, 62", "aarch64, 2, 183", "armv7, 1, 40"})
  void theJarOfAnArchitectureHoldsItsLibraryAndTheLicence(
      String architecture, int elfClass, int machine) throws IOException {
    String resource = "io/outrigger/nanomsg/native/linux-" + architecture + "/libnanomsg.so.5";
    List<URL> found = Collections.list(loader().getResources(resource));
    // In CI all are there; elsewhere those that there is a compiler for.
    assumeTrue(!found.isEmpty() || System.getenv("CI") != null);
    assertEquals(1, found.size(), () -> found.toString());
    ByteBuffer library = ByteBuffer.wrap(read(found.get(0))).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[4];
    library.get(magic);
    assertTrue(Arrays.equals(new byte[] {0x7F, 'E', 'L', 'F'}, magic));
    assertEquals(elfClass, library.get(4));
    assertEquals(machine, library.getShort(18));
    assertEquals(1, count(library.array(), "liboutrigger_nanomsg.so\0"), "its SONAME");
    String jar = found.get(0).toString().replace(resource, "");
    String licence =
        new String(read(java.net.URI.create(jar + LICENCE).toURL()), StandardCharsets.UTF_8);
    assertTrue(licence.contains("Martin Sustrik"), licence);
    assertTrue(licence.contains("Permission is hereby granted, free of charge"), licence);
  }

  private static ClassLoader loader() {
    return NativeJarsTest.class.getClassLoader();
  }

  private static byte[] read(URL url) throws IOException {
    try (var in = url.openStream()) {
      return in.readAllBytes();
    }
  }

  private static int count(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).split(text, -1).length - 1;
  }
}
