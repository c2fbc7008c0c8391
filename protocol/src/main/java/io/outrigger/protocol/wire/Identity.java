package io.outrigger.protocol.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Whose packets these are: 16 random bytes that a session draws when it is opened. The first 8 are
 * two words whose top bits are 0. They stand in the route of every packet that the session sends.
 *
 * @param words both words, the first one in the upper half; never 0
 * @param rest the other 8 bytes, which only HELLO carries
 */
public record Identity(long words, long rest) {
  /** The size in a HELLO. */
  public static final int BYTES = 2 * Long.BYTES;

  private static final long TOP_BITS = 0x80000000_80000000L;

  /** A file of random bytes: to read it takes microseconds, to set up SecureRandom 25 ms. */
  private static final Path RANDOM = Path.of("/dev/urandom");

  /** Checks the words. */
  public Identity {
    if (!areWords(words)) {
      throw new IllegalArgumentException(
          "the words " + Long.toHexString(words) + " of an identity; their top bits must be 0");
    }
  }

  /** A new one. */
  public static Identity random() {
    ByteBuffer random = ByteBuffer.wrap(randomBytes());
    // The odds of two zero words are 1 in 2^62; then they become 1.
    return new Identity(Math.max(1, random.getLong() & ~TOP_BITS), random.getLong());
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[BYTES];
    try (InputStream in = Files.newInputStream(RANDOM)) {
      if (in.readNBytes(bytes, 0, BYTES) == BYTES) {
        return bytes;
      }
    } catch (IOException e) {
      // Not every container has the file. SecureRandom has other sources.
    }
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** Whether these can be an identity's words. */
  public static boolean areWords(long words) {
    return words != 0 && (words & TOP_BITS) == 0;
  }

  /** Two words as one number, the first one in the upper half. */
  public static long join(int first, int second) {
    return (long) first << Integer.SIZE | Integer.toUnsignedLong(second);
  }

  /** The first word. */
  public int first() {
    return (int) (words >>> Integer.SIZE);
  }

  /** The second word. */
  public int second() {
    return (int) words;
  }
}
