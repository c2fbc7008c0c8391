package io.outrigger.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Takes the bytes of a configuration file and makes text of them. */
final class ConfigurationFile {
  private static final int LARGEST = 16 << 20;

  private ConfigurationFile() {}

  /** The text of the file; empty, and a problem added, if it can't be read or isn't UTF-8. */
  static Optional<String> text(Path file, ConfigurationProblems problems) {
    Location where = Location.of(file.toString());
    if (Files.isDirectory(file)) {
      problems.add(where, "is a folder; the path of a configuration file is needed");
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        problems.add(where, "has more than " + LARGEST + " bytes; that is no configuration");
        return Optional.empty();
      }
      return decode(file.toString(), bytes, problems);
    } catch (NoSuchFileException e) {
      problems.add(where, "there is no such file (" + file.toAbsolutePath() + ")");
    } catch (AccessDeniedException e) {
      problems.add(where, "this process may not read it: check its permissions and its folder's");
    } catch (IOException e) {
      problems.add(where, "can't be read: " + e);
    }
    return Optional.empty();
  }

  /** The text of these bytes; empty, and a problem added, if they aren't plain UTF-8. */
  static Optional<String> decode(String file, byte[] bytes, ConfigurationProblems problems) {
    String mark = byteOrderMark(bytes);
    if (!mark.isEmpty()) {
      problems.add(
          new Location(file, 1, 1, ""),
          "the file begins with a byte order mark of " + mark + ": save it as UTF-8 without one");
      return Optional.empty();
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      String line = text.substring(text.lastIndexOf('\n') + 1);
      problems.add(
          new Location(
              file, 1 + (int) text.chars().filter(c -> c == '\n').count(), line.length() + 1, ""),
          String.format(
              "the byte 0x%02X isn't UTF-8 here: save the file as UTF-8", bytes[in.position()]));
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static String byteOrderMark(byte[] bytes) {
    int first = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    boolean utf8 = first == 0xEFBB && bytes.length > 2 && (bytes[2] & 0xFF) == 0xBF;
    return utf8 ? "UTF-8" : first == 0xFEFF || first == 0xFFFE ? "UTF-16" : "";
  }
}
