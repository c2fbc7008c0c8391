package io.outrigger.protocol.wire;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All the ways to cut bytes short, or to change one of them. */
final class Damage {
  private static final int BYTE_VALUES = 256;

  private Damage() {}

  static void truncated(Stream<byte[]> whole, Consumer<byte[]> check) {
    whole.forEach(
        bytes -> {
          for (int length = 0; length < bytes.length; length++) {
            check.accept(Arrays.copyOf(bytes, length));
          }
        });
  }

  static void corrupted(Stream<byte[]> whole, Consumer<byte[]> check) {
    whole.forEach(
        bytes -> {
          for (int i = 0; i < bytes.length; i++) {
            for (int value = 0; value < BYTE_VALUES; value++) {
              byte[] corrupted = bytes.clone();
              corrupted[i] = (byte) value;
              check.accept(corrupted);
            }
          }
        });
  }
}
