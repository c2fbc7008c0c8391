package io.outrigger.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
  @TempDir Path folder;
  private final ConfigurationProblems problems = new ConfigurationProblems();

  private Path file(String hex) throws IOException {
    return Files.write(folder.resolve("f.json"), HexFormat.of().parseHex(hex));
  }

  private void assertProblem(Path file, String expected) {
    ConfigurationObject.read(file, problems);
    assertEquals(List.of(file + expected), Problems.of(problems));
  }

  @Test
  void anyCharacterMayStandInAText() throws Exception {
    Path file = Files.writeString(folder.resolve("f.json"), "{\"ä\": \"€ 🛶\"}");
    assertEquals("€ 🛶", ConfigurationObject.read(file, problems).requiredString("ä"));
    Problems.assertNone(problems);
  }

  @Test
  void aByteOrderMarkIsRefused() throws Exception {
    assertProblem(
        file("efbbbf7b7d"),
        ":1:1: the file begins with a byte order mark of UTF-8: save it as UTF-8 without one");
  }

  @Test
  void utf16IsRefused() throws Exception {
    assertProblem(
        file("fffe7b007d00"),
        ":1:1: the file begins with a byte order mark of UTF-16: save it as UTF-8 without one");
  }

  @Test
  void aByteThatIsNotUtf8IsReportedWithItsPlace() throws Exception {
    String before = HexFormat.of().formatHex("{\n\"aä\":\"".getBytes(StandardCharsets.UTF_8));
    assertProblem(
        file(before + "e4227d"), ":2:7: the byte 0xE4 isn't UTF-8 here: save the file as UTF-8");
  }

  @Test
  void aCharacterCutOffAtTheEndIsReported() throws Exception {
    assertProblem(file("7b7de2"), ":1:3: the byte 0xE2 isn't UTF-8 here: save the file as UTF-8");
  }

  @Test
  void aMissingFileIsReported() {
    Path file = folder.resolve("none.json");
    assertProblem(file, ": there is no such file (" + file + ")");
  }

  @Test
  void aFolderIsReported() {
    assertProblem(folder, ": is a folder; the path of a configuration file is needed");
  }

  @Test
  void aHugeFileIsNotRead() throws Exception {
    Path file = folder.resolve("f.json");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(1L << 33);
    }
    assertProblem(file, ": has more than 16777216 bytes; that is no configuration");
  }

  @Test
  void relativePathsStartAtTheFoldersFile() throws Exception {
    Path file = Files.writeString(folder.resolve("f.json"), "{\"a\": \"x/y.jar\", \"b\": \"/z\"}");
    ConfigurationObject object = ConfigurationObject.read(file, problems);
    assertEquals(folder.resolve("x/y.jar"), object.requiredPath("a"));
    assertEquals(Path.of("/z"), object.requiredPath("b"));
    Problems.assertNone(problems);
  }

  @Test
  void aPathThatCannotBeOneIsReported() throws Exception {
    Path file = Files.writeString(folder.resolve("f.json"), "{\"a\": \"x\\u0000y\"}");
    ConfigurationObject.read(file, problems).requiredPath("a");
    List<String> lines = Problems.of(problems);
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).startsWith(file + ":1:7: $.a: not a path of a file"), lines.get(0));
  }
}
