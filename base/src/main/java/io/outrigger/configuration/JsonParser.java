package io.outrigger.configuration;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.outrigger.configuration.JsonValue.Kind;
import io.outrigger.configuration.JsonValue.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads JSON text, strictly, into values that know their place.
 *
 * <p>Gson's reader says what each token is, or what is wrong with it. Where a token stands is known
 * here: it begins after the white space and the separator that follow the one before, and ends
 * where its bytes end. Where Gson stopped, an input tells that gives it one character at a time.
 */
final class JsonParser {
  /** With these words Gson goes on to say where it stands. */
  private static final String PLACE = " at line ";

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
  private final CountedText input;
  private final JsonReader reader;

  /** The separator that should stand before the token and doesn't. */
  private char missing = NO_SEPARATOR;

  /** Where the token begins that was asked for last; an offset into the text. */
  private int token;

  /** Where the token ends that was taken last; an offset into the text. */
  private int end;

  /**
   * Whether the token that was asked for last is known: the JSON neither ends there nor goes wrong.
   */
  private boolean known;

  JsonParser(String file, String text, ConfigurationProblems problems) {
    this.file = file;
    this.text = text;
    this.problems = problems;
    lines.add(0);
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      lines.add(i + 1);
    }
    input = new CountedText(text);
    reader = new JsonReader(input);
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
    } catch (IOException e) {
      if (known) {
        addWhatGsonSays(String.valueOf(e.getMessage()));
      } else {
        problems.add(location(token, ""), "malformed JSON: " + unexpected());
      }
    }
    return Optional.empty();
  }

  private void addWhatGsonSays(String message) {
    int place = input.count() - 1;
    int wordsEnd = message.indexOf(PLACE);
    String words = wordsEnd < 0 ? message : message.substring(0, wordsEnd);
    if (words.startsWith("Unterminated string")) {
      place = token;
      words = "a text without an end";
    } else if (ESCAPE.matcher(words).find()) {
      place = Math.max(token, text.lastIndexOf('\\', place));
      if (words.startsWith(
          "Malformed Unicode")) { // and then Gson repeats the text, line breaks too
        words = "four hexadecimal digits must follow \\u";
      }
    }
    problems.add(location(place, ""), "malformed JSON: " + words);
  }

  /** Reads the value whose first token was asked for last. */
  private JsonValue value(String path, JsonToken kind) throws IOException {
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
        String said = reader.nextString();
        end = input.count(); // Gson has read no further than the last quote
        return new JsonValue(Kind.TEXT, where, said, since(begin));
      case NUMBER, BOOLEAN, NULL:
        reader.skipValue();
        end = wordEnd(text.length());
        return new JsonValue(Kind.valueOf(kind.name()), where, since(begin), since(begin));
      default:
        throw new IllegalStateException("Gson finds " + kind + " where a value must be");
    }
  }

  private Map<String, Member> members(String path) throws IOException {
    Map<String, Member> members = new LinkedHashMap<>();
    reader.beginObject();
    end = token + 1;
    for (char before = NO_SEPARATOR; next(before) != JsonToken.END_OBJECT; before = ',') {
      int begin = token;
      String key = reader.nextName();
      end = input.count();
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
    end = token + 1;
    return members;
  }

  private List<JsonValue> elements(String path) throws IOException {
    List<JsonValue> elements = new ArrayList<>();
    reader.beginArray();
    end = token + 1;
    JsonToken kind = next(NO_SEPARATOR);
    while (kind != JsonToken.END_ARRAY) {
      elements.add(value(path + "[" + elements.size() + "]", kind));
      kind = next(',');
    }
    reader.endArray();
    end = token + 1;
    return elements;
  }

  /** Asks for the next token, before which this separator stands, unless a bracket closes. */
  private JsonToken next(char separator) throws IOException {
    token = afterSpace(end);
    missing = separator;
    if (separator != NO_SEPARATOR && text.startsWith(String.valueOf(separator), token)) {
      token = afterSpace(token + 1);
      missing = NO_SEPARATOR;
    }
    known = false;
    JsonToken kind = reader.peek();
    known = true;
    return kind;
  }

  private int afterSpace(int offset) {
    int i = offset;
    while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private String since(int begin) {
    return text.substring(begin, end);
  }

  private Location location(int offset, String path) {
    int line = Collections.binarySearch(lines, offset);
    line = line >= 0 ? line : -line - 2;
    return new Location(file, line + 1, offset - lines.get(line) + 1, path);
  }

  /** What is wrong with the token that Gson didn't expect. */
  private String unexpected() {
    if (token == text.length()) {
      return text.isBlank() ? "there is nothing in it" : "it ends here, before it is complete";
    }
    String word = text.substring(token, wordEnd(token + LONGEST_WORD));
    return "unexpected " + Quoted.of(word) + ": " + hint();
  }

  /**
   * The end of the word or number that begins at the token, or the limit if that comes before;
   * anything else stands alone.
   */
  private int wordEnd(int limit) {
    int end = token;
    while (end < text.length() && end < limit && isOfWord(text.charAt(end))) {
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
