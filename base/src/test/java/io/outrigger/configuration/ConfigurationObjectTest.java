package io.outrigger.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationObjectTest {
  private final ConfigurationProblems problems = new ConfigurationProblems();

  private enum Activation {
    NONE,
    FORK,
    ON_DEMAND
  }

  private ConfigurationObject parse(String text) {
    return ConfigurationObject.parse("f.json", text, problems);
  }

  private void assertProblems(String... lines) {
    assertEquals(List.of(lines), Problems.of(problems));
  }

  @Test
  void eachKindOfValueIsRead() {
    ConfigurationObject object =
        parse(
            """
            {"text": "a\\"\\u00e4", "whole": -42, "long": 9223372036854775807, "time.ms": 1500,
             "yes": true, "word": "on.demand", "texts": ["a", "b"], "inner": {"x": "y"},
             "list": [{"n": 1}, {"n": 2}]}
            """);
    assertEquals(Optional.of("a\"ä"), object.string("text"));
    assertEquals("a\"ä", object.requiredString("text"));
    assertEquals(-42, object.integer("whole", 0, -42, 0));
    assertEquals(Long.MAX_VALUE, object.number("long", 0, 0, Long.MAX_VALUE));
    assertEquals(
        Duration.ofMillis(1500),
        object.milliseconds("time.ms", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2)));
    assertTrue(object.flag("yes", false));
    assertEquals(Activation.ON_DEMAND, object.choice("word", Activation.NONE));
    assertEquals(Optional.of(List.of("a", "b")), object.strings("texts"));
    assertEquals("y", object.requiredObject("inner").requiredString("x"));
    assertEquals(
        List.of(1, 2),
        object.objects("list").stream().map(each -> each.integer("n", 0, 0, 9)).toList());
    object.rejectUnknownKeys();
    assertProblems();
  }

  @Test
  void whatFollowsALongNumberKeepsItsPlace() {
    String digits = "1234567890".repeat(5);
    ConfigurationObject object = parse("{\"n\": " + digits + ", \"list\": [-0.5e+3 , 7]}");
    assertEquals(Optional.of(digits), object.json("n"));
    assertEquals(Optional.of("[-0.5e+3,7]"), object.json("list"));
    assertEquals(9 + digits.length() + 8, object.location("list").column());
  }

  @Test
  void optionsAreCalledByTheirNames() {
    ConfigurationObject options =
        ConfigurationObject.ofOptions(Map.of("a.text", "b\"c", "a.number", 7L), problems);
    assertEquals("b\"c", options.requiredString("a.text"));
    assertEquals(Optional.of("\"b\\\"c\""), options.json("a.text"));
    assertEquals(0, options.integer("a.number", 0, 0, 5));
    assertProblems("--a-number: here is the number '7'; a whole number from 0 to 5 is needed");
  }

  @Test
  void anAbsentKeyHasItsDefault() {
    ConfigurationObject object = parse("{}");
    assertEquals(Optional.empty(), object.string("a"));
    assertEquals(7, object.integer("a", 7, 0, 1));
    assertEquals(8, object.number("a", 8, 0, 1));
    assertEquals(
        Duration.ofSeconds(1),
        object.milliseconds("a", Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO));
    assertTrue(object.flag("a", true));
    assertEquals(Activation.FORK, object.choice("a", Activation.FORK));
    assertEquals(Optional.empty(), object.object("a").map(ConfigurationObject::location));
    assertEquals(List.of(), object.objects("a"));
    assertEquals(Optional.empty(), object.strings("a"));
    assertEquals(Optional.empty(), object.path("a"));
    assertEquals(Optional.empty(), object.json("a"));
    assertProblems();
  }

  @Test
  void nullCountsAsAbsentExceptAsJson() {
    ConfigurationObject object = parse("{\"a\": null}");
    assertEquals(Optional.empty(), object.string("a"));
    assertEquals(7, object.integer("a", 7, 0, 1));
    assertEquals(Optional.of("null"), object.json("a"));
    assertTrue(object.has("a"));
    object.requiredString("a");
    assertProblems("f.json:1:7: $.a: the key 'a' is null: a text is needed");
  }

  @Test
  void aMissingKeyIsReportedAtItsObject() {
    ConfigurationObject object = parse("{\"in\": {}}");
    assertEquals("", object.requiredString("listen.url"));
    assertEquals("", object.requiredObject("in").requiredString("x"));
    assertEquals("", object.requiredObject("gone").requiredString("x"));
    assertProblems(
        "f.json:1:1: $: the key 'listen.url' is missing: a text is needed",
        "f.json:1:1: $: the key 'gone' is missing: an object, { … } is needed",
        "f.json:1:8: $.in: the key 'x' is missing: a text is needed");
  }

  @Test
  void anEmptyTextWhereOneIsNeededIsReported() {
    parse("{\"a\": \" \"}").requiredString("a");
    assertProblems("f.json:1:7: $.a: the text is empty");
  }

  @Test
  void aWrongTypeIsReportedWithWhatIsThereAndWhatIsNeeded() {
    ConfigurationObject object =
        parse("{\"a\": 1,\n \"b\": \"1\",\n \"c\": [1],\n \"d\": {},\n \"e\": \"yes\"}");
    assertEquals("", object.requiredString("a"));
    assertEquals(5, object.integer("b", 5, 0, 9));
    assertEquals(Optional.of(List.of()), object.strings("c"));
    assertEquals(List.of(), object.objects("d"));
    assertFalse(object.flag("e", false));
    assertProblems(
        "f.json:1:7: $.a: here is the number '1'; a text is needed",
        "f.json:2:7: $.b: here is the text '1'; a whole number from 0 to 9 is needed",
        "f.json:3:8: $.c[0]: here is the number '1'; a text is needed",
        "f.json:4:7: $.d: here is an object; a list, [ … ] is needed",
        "f.json:5:7: $.e: here is the text 'yes'; true or false is needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "-1", "5.0", "5e0", "99999999999999999999", "4294967301"})
  void aNumberOutOfRangeOrNotWholeIsReported(String number) {
    assertEquals(3, parse("{\"a\": " + number + "}").integer("a", 3, 1, 10));
    assertProblems(
        "f.json:1:7: $.a: here is the number '"
            + number
            + "'; a whole number from 1 to 10 is needed");
  }

  @Test
  void anUnknownWordIsReportedWithTheKnownOnes() {
    assertEquals(Activation.NONE, parse("{\"a\": \"FORK\"}").choice("a", Activation.NONE));
    assertProblems(
        "f.json:1:7: $.a: here is the text 'FORK'; one of 'none', 'fork', 'on.demand' is needed");
  }

  @Test
  void anUnknownKeyIsReportedWithTheNearestKnownOne() {
    ConfigurationObject object = parse("{\"lisetn.url\": \"x\",\n \"remote.url\": \"y\"}");
    object.string("listen.url");
    object.string("remote.url");
    object.rejectUnknownKeys();
    assertProblems(
        "f.json:1:2: $['lisetn.url']: unknown key 'lisetn.url': did you mean 'listen.url'?");
  }

  @Test
  void anUnknownKeyThatLooksLikeNoneIsReportedWithAllKnownOnes() {
    ConfigurationObject object = parse("{\"weather\": 1}");
    object.string("module.path");
    object.string("module.class");
    object.rejectUnknownKeys();
    assertProblems(
        "f.json:1:2: $.weather: unknown key 'weather': known are 'module.path', 'module.class'");
  }

  @Test
  void aKeyThatIsThereIsNotWhatAnUnknownOneMeant() {
    ConfigurationObject object = parse("{\"name\": \"x\", \"names\": \"y\"}");
    object.string("name");
    object.rejectUnknownKeys();
    assertProblems("f.json:1:15: $.names: unknown key 'names': known are 'name'");
  }

  @Test
  void aRepeatedKeyIsReportedWhereverItIs() {
    ConfigurationObject object = parse("{\"a\": 1,\n \"b\": [{\"c\": 1, \"c\": 2}], \"a\": 3}");
    assertEquals(1, object.integer("a", 0, 0, 9));
    assertProblems(
        "f.json:2:17: $.b[0].c: this key is here a second time, first in line 2, column 9: leave one"
            + " of them",
        "f.json:2:27: $.a: this key is here a second time, first in line 1, column 2: leave one of"
            + " them");
  }

  @Test
  void placesAreThoseOfKeysAndValues() {
    ConfigurationObject object =
        parse(
            "{ \"a\" :  \"x\\\"\\n\" , \"b\":-0.5e-1,\n\"c\":true,\"d\" : {\"e\": [ null, [] ]}}");
    assertEquals(new Location("f.json", 1, 1, "$"), object.location());
    assertEquals(new Location("f.json", 1, 10, "$.a"), object.location("a"));
    assertEquals(new Location("f.json", 1, 24, "$.b"), object.location("b"));
    assertEquals(new Location("f.json", 2, 5, "$.c"), object.location("c"));
    ConfigurationObject inner = object.requiredObject("d");
    assertEquals(new Location("f.json", 2, 16, "$.d"), inner.location());
    assertEquals(new Location("f.json", 2, 22, "$.d.e"), inner.location("e"));
    assertEquals(object.location(), object.location("absent"));
  }

  @Test
  void placesStayRightInLongFiles() {
    String padding = " ".repeat(3000);
    StringBuilder text = new StringBuilder("{\n");
    for (int i = 0; i < 20; i++) {
      text.append("\"k").append(i).append("\":").append(padding).append(i).append(",\n");
    }
    ConfigurationObject object = parse(text + "\"last\": 20}");
    for (int i = 0; i < 20; i++) {
      int column = 3001 + ("\"k" + i + "\":").length();
      assertEquals(new Location("f.json", i + 2, column, "$.k" + i), object.location("k" + i));
    }
    assertEquals(22, object.location("last").line());
    assertProblems();
  }

  @Test
  void jsonIsPassedOnAsWrittenButForWhiteSpace() {
    ConfigurationObject object =
        parse(
            """
            {"args": { "z" : 1.50 , "a" : [ 1E+2, -0, 12345678901234567890.10 ],
              "t": " a \\" \\\\ \\/ \\u00e4\\ud83d\\udef6 ä ", "n": null , "e": { }, "l": [ ] } }
            """);
    assertEquals(
        Optional.of(
            "{\"z\":1.50,\"a\":[1E+2,-0,12345678901234567890.10],"
                + "\"t\":\" a \\\" \\\\ \\/ \\u00e4\\ud83d\\udef6 ä \",\"n\":null,\"e\":{},\"l\":[]}"),
        object.json("args"));
    assertProblems();
  }

  @Test
  void eachKindOfValueIsPassedOnAsJson() {
    ConfigurationObject object = parse("{\"a\": \"x y\", \"b\": 1, \"c\": false, \"d\": null}");
    assertEquals(Optional.of("\"x y\""), object.json("a"));
    assertEquals(Optional.of("1"), object.json("b"));
    assertEquals(Optional.of("false"), object.json("c"));
    assertEquals(Optional.of("null"), object.json("d"));
  }

  @Test
  void allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
    ConfigurationObject object = parse("{\"a\": 1,\n\"b\": 2,\n\"c\": 3}");
    object.string("c");
    object.string("a");
    object.rejectUnknownKeys();
    assertProblems(
        "f.json:1:7: $.a: here is the number '1'; a text is needed",
        "f.json:2:1: $.b: unknown key 'b': known are 'c', 'a'",
        "f.json:3:6: $.c: here is the number '3'; a text is needed");
  }
}
