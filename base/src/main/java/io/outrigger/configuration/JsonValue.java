package io.outrigger.configuration;

import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;

/**
 * A value as it stands in a file.
 *
 * @param where it begins
 * @param text what a string says, or how a number or a literal is written; empty for the others
 * @param members of an object, in their order; empty for the others
 * @param elements of a list; empty for the others
 * @param source the value's JSON as it stands in the file
 */
record JsonValue(
    Kind kind,
    Location where,
    String text,
    Map<String, Member> members,
    List<JsonValue> elements,
    String source) {

  enum Kind {
    OBJECT,
    LIST,
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /**
   * @param where the key begins
   */
  record Member(Location where, JsonValue value) {}

  /** A value without parts. */
  JsonValue(Kind kind, Location where, String text, String source) {
    this(kind, where, text, Map.of(), List.of(), source);
  }

  /** Stands for an object that isn't there. */
  static JsonValue missing(Location where) {
    return new JsonValue(Kind.NULL, where, "null", "null");
  }

  /** A text or a whole number. */
  static JsonValue of(Object value, Location where) {
    boolean number = value instanceof Number;
    String text = value.toString();
    String source = number ? text : new JsonPrimitive(text).toString();
    return new JsonValue(number ? Kind.NUMBER : Kind.TEXT, where, text, source);
  }

  /** What stands there, for an error. */
  String description() {
    return switch (kind) {
      case OBJECT -> "an object";
      case LIST -> "a list";
      case TEXT -> "the text " + Quoted.of(text);
      case NUMBER -> "the number " + Quoted.of(text);
      case BOOLEAN, NULL -> text;
    };
  }

  /** The value's JSON without the white space between its parts; all else is as written. */
  String compact() {
    StringBuilder compact = new StringBuilder(source.length());
    boolean inText = false;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '"') {
        inText = !inText;
      } else if (inText && c == '\\') {
        compact.append(c);
        c = source.charAt(++i);
      }
      if (inText || c > ' ') {
        compact.append(c);
      }
    }
    return compact.toString();
  }
}
