package io.outrigger.configuration;

import io.outrigger.configuration.JsonValue.Kind;
import io.outrigger.configuration.JsonValue.Member;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JSON object of a configuration file.
 *
 * <p>Getters never throw for what a user wrote. What is wrong is added to the problems, and the
 * getter returns a harmless value, so that reading goes on and all problems come out at once: check
 * {@link ConfigurationProblems#throwIfAny} before the values are used. An object that couldn't be
 * read itself, because it is missing or isn't one, answers as an empty one and adds no problems of
 * its own.
 *
 * <p>A key whose value is {@code null} counts as absent, except for {@link #json}.
 */
public final class ConfigurationObject {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationObject.class);

  /** An object; of another kind if there is none in the file to complain about. */
  private final JsonValue value;

  private final Path folder;
  private final ConfigurationProblems problems;

  /** Keys that the owner asked for, in that order. */
  private final Set<String> known = new LinkedHashSet<>();

  private ConfigurationObject(JsonValue value, Path folder, ConfigurationProblems problems) {
    this.value = value;
    this.folder = folder;
    this.problems = problems;
  }

  /** Reads a file that holds one object. Blocks for the file system only. */
  public static ConfigurationObject read(Path file, ConfigurationProblems problems) {
    Path parent = file.toAbsolutePath().getParent();
    Path folder = parent == null ? file.toAbsolutePath() : parent;
    return parse(file.toString(), ConfigurationFile.text(file, problems), folder, problems);
  }

  /**
   * Reads text that holds one object.
   *
   * @param name what to call the text in errors
   */
  public static ConfigurationObject parse(
      String name, String text, ConfigurationProblems problems) {
    return parse(name, Optional.of(text), Path.of("").toAbsolutePath(), problems);
  }

  /**
   * The keys that options of the command line stand for, {@code --a-b} for the key {@code a.b}:
   * errors call its values by those names.
   *
   * @param options by their keys, texts and whole numbers
   */
  public static ConfigurationObject ofOptions(
      Map<String, Object> options, ConfigurationProblems problems) {
    Map<String, Member> members = new LinkedHashMap<>();
    options.forEach(
        (key, option) -> {
          Location where = Location.of("--" + key.replace('.', '-'));
          members.put(key, new Member(where, JsonValue.of(option, where)));
        });
    Location commandLine = Location.of("the command line");
    JsonValue object = new JsonValue(Kind.OBJECT, commandLine, "", members, List.of(), "");
    return new ConfigurationObject(object, Path.of("").toAbsolutePath(), problems);
  }

  private static ConfigurationObject parse(
      String name, Optional<String> text, Path folder, ConfigurationProblems problems) {
    JsonValue missing = JsonValue.missing(Location.of(name));
    JsonValue value =
        text.flatMap(json -> new JsonParser(name, json, problems).parse()).orElse(missing);
    if (value.kind() != Kind.OBJECT && value != missing) {
      problems.add(
          value.where(), "here is " + value.description() + "; an object is needed, { … }");
      value = missing;
    }
    return new ConfigurationObject(value, folder, problems);
  }

  /** Where this object begins. */
  public Location location() {
    return value.where();
  }

  /** Where the value of this key begins, or this object if the key is absent. */
  public Location location(String key) {
    Member member = value.members().get(key);
    return member == null ? location() : member.value().where();
  }

  /** Adds a problem with the value of this key that its reader found. */
  public void problem(String key, String text) {
    problems.add(location(key), text);
  }

  /** The folder of the file, absolute: what relative paths in it are relative to. */
  public Path folder() {
    return folder;
  }

  /** The value of a key whose value is a text. */
  public Optional<String> string(String key) {
    return find(key, Kind.TEXT, "a text").map(JsonValue::text);
  }

  /** As {@link #string}, and it must be there and not be empty; else the result is empty. */
  public String requiredString(String key) {
    Optional<String> text = string(key);
    require(key, "a text");
    if (text.isPresent() && text.get().isBlank()) {
      problem(key, "the text is empty");
    }
    return text.orElse("");
  }

  /** A path, taken relative to the folder of the file. */
  public Optional<Path> path(String key) {
    Optional<String> text = string(key);
    try {
      return text.map(folder::resolve);
    } catch (InvalidPathException e) {
      problem(key, "not a path of a file: " + Quoted.of(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** As {@link #path}, and it must be there and not be empty; else the result is the folder. */
  public Path requiredPath(String key) {
    requiredString(key);
    return path(key).orElse(folder);
  }

  /** A whole number from {@code min} to {@code max}. */
  public int integer(String key, int byDefault, int min, int max) {
    return (int) number(key, byDefault, min, max);
  }

  /** A whole number from {@code min} to {@code max}. */
  public long number(String key, long byDefault, long min, long max) {
    String wanted = "a whole number from " + min + " to " + max;
    Optional<JsonValue> found = find(key, Kind.NUMBER, wanted);
    if (found.isEmpty()) {
      return byDefault;
    }
    try {
      long number = Long.parseLong(found.get().text());
      if (min <= number && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // A fraction, or beyond every range.
    }
    wrong(found.get(), wanted);
    return byDefault;
  }

  /** A time in whole milliseconds, from {@code min} to {@code max}; its key ends in {@code .ms}. */
  public Duration milliseconds(String key, Duration byDefault, Duration min, Duration max) {
    return Duration.ofMillis(number(key, byDefault.toMillis(), min.toMillis(), max.toMillis()));
  }

  public boolean flag(String key, boolean byDefault) {
    return find(key, Kind.BOOLEAN, "true or false")
        .map(found -> Boolean.parseBoolean(found.text()))
        .orElse(byDefault);
  }

  /**
   * One of a few words: the names of the enum's constants in lower case, with a dot for each
   * underscore.
   */
  public <E extends Enum<E>> E choice(String key, E byDefault) {
    return choice(key, byDefault, '.');
  }

  /** As {@link #choice(String, Enum)}, with another character between the words of a name. */
  public <E extends Enum<E>> E choice(String key, E byDefault, char between) {
    List<E> constants = Arrays.asList(byDefault.getDeclaringClass().getEnumConstants());
    List<String> words = constants.stream().map(constant -> word(constant, between)).toList();
    String wanted = "one of " + String.join(", ", words.stream().map(Quoted::of).toList());
    Optional<JsonValue> found = find(key, Kind.TEXT, wanted);
    if (found.isEmpty()) {
      return byDefault;
    }
    int index = words.indexOf(found.get().text());
    if (index < 0) {
      wrong(found.get(), wanted);
      return byDefault;
    }
    return constants.get(index);
  }

  private static String word(Enum<?> constant, char between) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', between);
  }

  public Optional<ConfigurationObject> object(String key) {
    return find(key, Kind.OBJECT, "an object, { … }").map(this::inner);
  }

  /** As {@link #object}, and it must be there; else the result is an empty one. */
  public ConfigurationObject requiredObject(String key) {
    Optional<ConfigurationObject> object = object(key);
    require(key, "an object, { … }");
    return object.orElseGet(() -> inner(JsonValue.missing(location(key))));
  }

  /** The objects of a list; an absent key is an empty list. What isn't an object is left out. */
  public List<ConfigurationObject> objects(String key) {
    return elements(key, Kind.OBJECT, "an object, { … }").orElse(List.of()).stream()
        .map(this::inner)
        .toList();
  }

  /** As {@link #objects}, and there must be at least one. */
  public List<ConfigurationObject> requiredObjects(String key) {
    List<ConfigurationObject> objects = objects(key);
    require(key, "a list, [ … ]");
    Optional<JsonValue> list = present(key).filter(there -> there.kind() == Kind.LIST);
    if (list.isPresent() && list.get().elements().isEmpty()) {
      problem(key, "the list is empty");
    }
    return objects;
  }

  /** The texts of a list. What isn't a text is left out. */
  public Optional<List<String>> strings(String key) {
    return elements(key, Kind.TEXT, "a text")
        .map(texts -> texts.stream().map(JsonValue::text).toList());
  }

  /**
   * Any value as JSON text on one line: keys in their order, numbers and escapes as they are
   * written, no white space between the parts. {@code "null"} for a null, empty for an absent key.
   */
  public Optional<String> json(String key) {
    known.add(key);
    return Optional.ofNullable(value.members().get(key)).map(member -> member.value().compact());
  }

  /** Whether the key is there, whatever its value, also null. */
  public boolean has(String key) {
    known.add(key);
    return value.members().containsKey(key);
  }

  /**
   * Adds a problem for each key that no getter has asked for, with the nearest one that could have
   * been meant. To be called once everything was asked for.
   */
  public void rejectUnknownKeys() {
    unknownKeys(true);
  }

  /**
   * As {@link #rejectUnknownKeys}, but only logs a warning for one that looks like none of the
   * known ones: for an object of the C gateway's own file format, in which that gateway ignores
   * what it doesn't know.
   */
  public void warnOfUnknownKeys() {
    unknownKeys(false);
  }

  private void unknownKeys(boolean reject) {
    List<String> candidates =
        known.stream().filter(key -> !value.members().containsKey(key)).toList();
    Map<String, Member> unknown = new LinkedHashMap<>(value.members());
    unknown.keySet().removeAll(known);
    unknown.forEach(
        (key, member) -> {
          String text =
              "unknown key " + Quoted.of(key) + ": " + Nearest.hint(key, candidates, known);
          if (reject || Nearest.of(key, candidates).isPresent()) {
            problems.add(member.where(), text);
          } else {
            LOG.warn("{}: {} (it is ignored)", member.where(), text);
          }
        });
  }

  private ConfigurationObject inner(JsonValue object) {
    return new ConfigurationObject(object, folder, problems);
  }

  private Optional<List<JsonValue>> elements(String key, Kind kind, String wanted) {
    return find(key, Kind.LIST, "a list, [ … ]")
        .map(JsonValue::elements)
        .map(all -> all.stream().filter(element -> check(element, kind, wanted)).toList());
  }

  /** The value of a key if it is of that kind; if it is of another, that is a problem. */
  private Optional<JsonValue> find(String key, Kind kind, String wanted) {
    known.add(key);
    return present(key).filter(found -> check(found, kind, wanted));
  }

  /** The value of a key, of any kind but null. */
  private Optional<JsonValue> present(String key) {
    return Optional.ofNullable(value.members().get(key))
        .map(Member::value)
        .filter(found -> found.kind() != Kind.NULL);
  }

  /** Whether a value is of that kind; if not, that is a problem. */
  private boolean check(JsonValue found, Kind kind, String wanted) {
    boolean right = found.kind() == kind;
    if (!right) {
      wrong(found, wanted);
    }
    return right;
  }

  private void wrong(JsonValue found, String wanted) {
    problems.add(found.where(), "here is " + found.description() + "; " + wanted + " is needed");
  }

  private void require(String key, String wanted) {
    if (value.kind() == Kind.OBJECT && present(key).isEmpty()) {
      String there = value.members().containsKey(key) ? "is null" : "is missing";
      problem(key, "the key " + Quoted.of(key) + " " + there + ": " + wanted + " is needed");
    }
  }
}
