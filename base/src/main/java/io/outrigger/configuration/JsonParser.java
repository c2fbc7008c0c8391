package io.outrigger.configuration;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.outrigger.configuration.JsonValue.Kind;
import io.outrigger.configuration.JsonValue.Member;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON text, strictly, into values that know their place.
 *
 * <p>Gson's reader does the work. Where it stands it tells only in words, in its {@code toString}
 * and in its exceptions, and once it has looked at a token it may stand before or behind it. So the
 * end of each token is taken from it before it looks at the next one, which begins after the white
 * space and the separator that follow.
 */
final class JsonParser {
  private static final Pattern POSITION = Pattern.compile(" at line (\\d+) column (\\d+)");

  /** What Gson says only of escape sequences; it stands behind them then. */
  private static final Pattern ESCAPE =
      Pattern.compile("[Ee]scape (sequence|\\\\u)|escaped char|surrogate");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final int LONGEST_WORD = 30;
  private static final char NO_SEPARATOR = 0;

  private final String file;
  private final String text;
  private final ConfigurationProblems problems;
  private final List<Integer> lines = new ArrayList<>();
  private final JsonReader reader;

  /** The separator that should stand before the token and doesn't. */
  private char missing = NO_SEPARATOR;

  /** Where the token begins that was looked at last; an offset into the text. */
  private int token;

  /** The JSON ends or goes wrong at the last token. */
  private static final class UnexpectedToken extends Exception {
    private static final long serialVersionUID = 1L;

    UnexpectedToken(Throwable cause) {
      super(cause);
    }
  }

  JsonParser(String file, String text, ConfigurationProblems problems) {
    this.file = file;
    this.text = text;
    this.problems = problems;
    lines.add(0);
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      lines.add(i + 1);
    }
    reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
  }

  /** The one value of the text; empty, and a problem added, if the text isn't JSON. */
  Optional<JsonValue> parse() {
    if (text.startsWith("\ufeff")) {
      problems.add(location(0, ""), "the text begins with a byte order mark: leave it out");
      return Optional.empty();
    }
    try {
      JsonValue value = value("$", next(NO_SEPARATOR));
      next(NO_SEPARATOR);
      return Optional.of(value);
    } catch (UnexpectedToken e) {
      problems.add(location(token, ""), "malformed JSON: " + unexpected());
    } catch (IOException e) {
      addWhatGsonSays(String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private void addWhatGsonSays(String message) {
    int place = offset(message);
    String words = words(message);
    if (words.startsWith("Unterminated string")) {
      place = token;
      words = "a text without an end";
    } else if (ESCAPE.matcher(words).find()) {
      place = Math.max(token, text.lastIndexOf('\\', place - 1));
      if (words.startsWith(
          "Malformed Unicode")) { // and then Gson repeats the text, line breaks too
        words = "four hexadecimal digits must follow \\u";
      }
    }
    problems.add(location(place, ""), "malformed JSON: " + words);
  }

  /** Reads the value whose first token was looked at last. */
  private JsonValue value(String path, JsonToken kind) throws IOException, UnexpectedToken {
    int begin = token;
    Location where = location(begin, path);
    switch (kind) {
      case BEGIN_OBJECT:
        Map<String, Member> members = members(path);
        return new JsonValue(Kind.OBJECT, where, "", members, List.of(), since(begin));
      case BEGIN_ARRAY:
        List<JsonValue> elements = elements(path);
        return new JsonValue(Kind.LIST, where, "", Map.of(), elements, since(begin));
      case STRING:
        return single(Kind.TEXT, where, reader.nextString(), begin);
      case NUMBER:
        return single(Kind.NUMBER, where, reader.nextString(), begin);
      case BOOLEAN:
        return single(Kind.BOOLEAN, where, String.valueOf(reader.nextBoolean()), begin);
      case NULL:
        reader.nextNull();
        return single(Kind.NULL, where, "null", begin);
      default:
        throw new IllegalStateException("Gson finds " + kind + " where a value must be");
    }
  }

  private JsonValue single(Kind kind, Location where, String value, int begin) {
    return new JsonValue(kind, where, value, Map.of(), List.of(), since(begin));
  }

  private Map<String, Member> members(String path) throws IOException, UnexpectedToken {
    Map<String, Member> members = new LinkedHashMap<>();
    reader.beginObject();
    for (char before = NO_SEPARATOR; next(before) != JsonToken.END_OBJECT; before = ',') {
      int begin = token;
      String key = reader.nextName();
      String keyPath =
          path + (NAME.matcher(key).matches() ? "." + key : "[" + Quoted.of(key) + "]");
      Location where = location(begin, keyPath);
      Member first = members.putIfAbsent(key, new Member(where, value(keyPath, next(':'))));
      if (first != null) {
        problems.add(
            where,
            "this key is here a second time, first in line "
                + first.where().line()
                + ", column "
                + first.where().column()
                + ": leave one of them");
      }
    }
    reader.endObject();
    return members;
  }

  private List<JsonValue> elements(String path) throws IOException, UnexpectedToken {
    List<JsonValue> elements = new ArrayList<>();
    reader.beginArray();
    JsonToken kind = next(NO_SEPARATOR);
    while (kind != JsonToken.END_ARRAY) {
      elements.add(value(path + "[" + elements.size() + "]", kind));
      kind = next(',');
    }
    reader.endArray();
    return elements;
  }

  /** Looks at the next token, before which this separator stands, unless a bracket closes. */
  private JsonToken next(char separator) throws UnexpectedToken {
    token = afterSpace(offset(reader.toString()));
    missing = separator;
    if (separator != NO_SEPARATOR && text.startsWith(String.valueOf(separator), token)) {
      token = afterSpace(token + 1);
      missing = NO_SEPARATOR;
    }
    try {
      return reader.peek();
    } catch (IOException e) {
      throw new UnexpectedToken(e);
    }
  }

  private int afterSpace(int offset) {
    int i = offset;
    while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private String since(int begin) {
    return text.substring(begin, offset(reader.toString()));
  }

  /** The place that Gson tells of, as an offset into the text. */
  private int offset(String words) {
    Matcher position = POSITION.matcher(words);
    if (!position.find()) {
      throw new IllegalStateException("Gson doesn't say where it stands: " + words);
    }
    return lines.get(Integer.parseInt(position.group(1)) - 1)
        + Integer.parseInt(position.group(2))
        - 1;
  }

  private Location location(int offset, String path) {
    int line = Collections.binarySearch(lines, offset);
    line = line >= 0 ? line : -line - 2;
    return new Location(file, line + 1, offset - lines.get(line) + 1, path);
  }

  /** What Gson says, without the place and what follows it. */
  private static String words(String message) {
    Matcher position = POSITION.matcher(message);
    return position.find() ? message.substring(0, position.start()) : message;
  }

  /** What is wrong with the token that Gson didn't expect. */
  private String unexpected() {
    if (token == text.length()) {
      return text.isBlank() ? "there is nothing in it" : "it ends here, before it is complete";
    }
    return "unexpected " + Quoted.of(text.substring(token, wordEnd())) + ": " + hint();
  }

  /** The end of the word or number that begins at the token; anything else stands alone. */
  private int wordEnd() {
    int end = token;
    while (end < text.length() && end < token + LONGEST_WORD && isOfWord(text.charAt(end))) {
      end++;
    }
    return Math.max(end, token + 1);
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || ".-+_".indexOf(c) >= 0;
  }

  private String hint() {
    char first = text.charAt(token);
    if (first == '/' || first == '#') {
      return "comments aren't allowed";
    }
    if (missing != NO_SEPARATOR) {
      return "is a " + (missing == ',' ? "comma" : "colon") + " missing before it?";
    }
    return switch (first) {
      case '}', ']' -> "is there a comma too many before it, or is a value missing?";
      case '"', '{', '[', ',', ':' -> "is something missing before it, or is it too much?";
      default ->
          "texts stand in double quotes, numbers look like -1.5e3, and the only words are true,"
              + " false and null";
    };
  }
}
