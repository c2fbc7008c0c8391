package io.outrigger.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedTextTest {
  private final ConfigurationProblems problems = new ConfigurationProblems();

  private String problem(String text) {
    ConfigurationObject.parse("f.json", text, problems);
    List<String> lines = Problems.of(problems);
    assertEquals(1, lines.size(), lines::toString);
    return lines.get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1 \"b\":2}     | 1:8  | unexpected '\"': is a comma missing before it?",
        "{\"a\" 1}             | 1:6  | unexpected '1': is a colon missing before it?",
        "{\"a\":1,}            | 1:8  | unexpected '}': is there a comma too many before it, or is a value missing?",
        "{\"a\":}              | 1:6  | unexpected '}': is there a comma too many before it, or is a value missing?",
        "{\"a\":[1,]}          | 1:9  | unexpected ']': is there a comma too many before it, or is a value missing?",
        "{\"a\":[1,,2]}        | 1:9  | unexpected ',': is something missing before it, or is it too much?",
        "{\"a\":[1}            | 1:8  | unexpected '}': is a comma missing before it?",
        "{'a':1}               | 1:2  | unexpected ''': texts stand in double quotes",
        "{a:1}                 | 1:2  | unexpected 'a': texts stand in double quotes",
        "{\"a\":True}          | 1:6  | unexpected 'True': texts stand in double quotes",
        "{\"a\":NaN}           | 1:6  | unexpected 'NaN': texts stand in double quotes",
        "{\"a\":007}           | 1:6  | unexpected '007': texts stand in double quotes",
        "{\"a\":1.}            | 1:6  | unexpected '1.': texts stand in double quotes",
        "{\"a\":+1}            | 1:6  | unexpected '+1': texts stand in double quotes",
        "{\"a\":1} {}          | 1:9  | unexpected '{': is something missing before it",
        "{\"a\":1}}            | 1:8  | unexpected '}'",
        "{\"a\":1              | 1:7  | it ends here, before it is complete",
        "{\"a\":\"x}           | 1:6  | a text without an end",
        "{\"a\":\"x\\q\"}      | 1:8  | Invalid escape sequence",
        "{\"a\":\"x\\u12G4\"}  | 1:8  | four hexadecimal digits",
        "{\"a\":\"x\\ud800y\"} | 1:8  | Unpaired surrogate",
        "{\"a\":\"x\\          | 1:8  | Unterminated escape sequence",
      })
  void isReportedWithItsPlace(String text, String place, String words) {
    String problem = problem(text);
    assertTrue(problem.startsWith("f.json:" + place + ": malformed JSON: " + words), problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/* x */ {}", "// x\n{}", "# x\n{}"})
  void aCommentIsRefused(String text) {
    assertEquals(
        "f.json:1:1: malformed JSON: unexpected '" + text.charAt(0) + "': comments aren't allowed",
        problem(text));
  }

  @Test
  void aCommentBehindAValueIsRefused() {
    assertEquals(
        "f.json:2:10: malformed JSON: unexpected '/': comments aren't allowed",
        problem("{\n  \"a\": 1 // one\n}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n "})
  void anEmptyFileIsRefused(String text) {
    assertTrue(problem(text).endsWith("malformed JSON: there is nothing in it"));
  }

  @Test
  void aLineBreakInATextIsRefused() {
    assertTrue(problem("{\n\"a\":\"x\ny\"}").startsWith("f.json:2:"));
  }

  @Test
  void linesAreCountedWithBothKindsOfEnds() {
    assertTrue(problem("{\r\n\n\t\"a\" 1}").startsWith("f.json:3:6: "));
  }

  @Test
  void nestingHasALimit() {
    String problem = problem("{\"a\":" + "[".repeat(100_000));
    assertTrue(problem.contains("malformed JSON: Nesting limit"), problem);
  }

  @Test
  void somethingElseThanAnObjectIsRefused() {
    assertEquals("f.json:1:2: $: here is a list; an object is needed, { … }", problem(" [1]"));
  }

  @Test
  void aControlCharacterBehindTheObjectIsRefused() {
    String problem = problem("{\"a\":1}\0");
    assertTrue(problem.startsWith("f.json:1:8: malformed JSON: unexpected '\\u0000'"), problem);
  }

  @Test
  void aByteOrderMarkInATextIsRefused() {
    assertTrue(
        problem("\ufeff{}").startsWith("f.json:1:1: the text begins with a byte order mark"));
  }

  @Test
  void noChangeOfOneCharacterMakesMoreThanALineForTheUser() {
    String right = "{\"a\": [1.5e-3, null, true],\n \"b\": {\"ä\\u00e4\": \"\\\"x\\n\"}}";
    String replacements = "{}[]:,\"'\\/#-+.0eutn \n\r\t\0\u0001\u2028\ufeff\ud800ä";
    for (int i = 0; i <= right.length(); i++) {
      assertReadable(right.substring(0, i));
      for (char c : replacements.toCharArray()) {
        assertReadable(right.substring(0, i) + c + right.substring(i));
        assertReadable(
            right.substring(0, i) + c + right.substring(Math.min(i + 1, right.length())));
      }
    }
  }

  /** Either nothing is wrong with it, or each problem is a line that names a place. */
  private static void assertReadable(String text) {
    ConfigurationProblems found = new ConfigurationProblems();
    ConfigurationObject object = ConfigurationObject.parse("f.json", text, found);
    object.json("a");
    object.json("b");
    for (String line : Problems.of(found)) {
      assertTrue(line.matches("f\\.json:[1-3]:\\d+: .+"), () -> text + " gives " + line);
    }
  }

  @Test
  void nothingElseIsSaidOfAMalformedFile() {
    ConfigurationObject object = ConfigurationObject.parse("f.json", "{", problems);
    object.requiredString("a");
    object.requiredObject("b").requiredString("c");
    object.rejectUnknownKeys();
    assertEquals(1, Problems.of(problems).size());
  }

  @Test
  void aTextCannotForgeALineOfTheError() {
    String problem = problem("{\"a\\nb\": [\"x\", 1], \"a\\nb\": 2}");
    assertTrue(problem.contains("$['a\\u000ab']"), problem);
  }
}
