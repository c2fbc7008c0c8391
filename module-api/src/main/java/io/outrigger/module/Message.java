package io.outrigger.module;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What modules send each other: properties (text to text, in order) and a content of bytes.
 *
 * <p>Immutable and safe to share between threads. Two messages are equal when their properties, in
 * any order, and their content are.
 *
 * <p>Module authors make one with {@link #of}. Outrigger itself extends this class, for messages
 * that keep the bytes they arrived in; nobody else should.
 */
public abstract class Message {

  /**
   * Takes the bytes of a message's content where they lie, in an array that isn't to be changed.
   */
  @FunctionalInterface
  public interface ContentReader {
    /**
     * @param array holds the content; it must neither be changed nor kept
     * @param offset where the content begins
     * @param length of the content, in bytes
     */
    void read(byte[] array, int offset, int length);
  }

  /** For Outrigger's own messages. */
  protected Message() {}

  /**
   * Makes a message. Both arguments are copied.
   *
   * @param properties in the order in which they are to travel
   * @throws IllegalArgumentException if a key or a value holds the character U+0000, which the
   *     serialized form can't carry, or an unpaired surrogate, which UTF-8 can't
   * @throws NullPointerException if an argument, a key or a value is null
   */
  public static Message of(Map<String, String> properties, byte[] content) {
    Map<String, String> copy = new LinkedHashMap<>();
    properties.forEach(
        (key, value) -> copy.put(checked("key", key, key), checked("value", key, value)));
    return new PlainMessage(Collections.unmodifiableMap(copy), content.clone());
  }

  /** Makes a message without properties. The argument is copied. */
  public static Message of(byte[] content) {
    return new PlainMessage(Map.of(), content.clone());
  }

  private static String checked(String part, String key, String text) {
    Objects.requireNonNull(text, () -> "the " + part + " of property '" + key + "' is null");
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (c == 0) {
        throw new IllegalArgumentException(
            "the " + part + " of property '" + key + "' holds U+0000 at index " + i);
      }
      if (Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE) { // one without its pair
        throw new IllegalArgumentException(
            "the " + part + " of property '" + key + "' holds half a character at index " + i);
      }
    }
    return text;
  }

  /** The properties in their order, unmodifiable. */
  public abstract Map<String, String> properties();

  /** The value of a property, or null if there is none of this key. */
  public String property(String key) {
    return properties().get(key);
  }

  /** The number of bytes in the content. */
  public abstract int contentSize();

  /** A copy of the content. */
  public byte[] content() {
    byte[] copy = new byte[contentSize()];
    readContent((array, offset, length) -> System.arraycopy(array, offset, copy, 0, length));
    return copy;
  }

  /**
   * Gives the content to a reader once, without copying it. For code that writes it elsewhere;
   * {@link #content} is the safe way.
   */
  public abstract void readContent(ContentReader reader);

  @Override
  public final boolean equals(Object other) {
    return other instanceof Message that
        && contentSize() == that.contentSize()
        && properties().equals(that.properties())
        && Arrays.equals(content(), that.content());
  }

  @Override
  public final int hashCode() {
    return 31 * properties().hashCode() + Arrays.hashCode(content());
  }

  @Override
  public final String toString() {
    return "Message" + properties() + "[" + contentSize() + " bytes]";
  }

  /** A message as a module made it. */
  private static final class PlainMessage extends Message {
    private final Map<String, String> properties;
    private final byte[] content;

    PlainMessage(Map<String, String> properties, byte[] content) {
      this.properties = properties;
      this.content = content;
    }

    @Override
    public Map<String, String> properties() {
      return properties;
    }

    @Override
    public int contentSize() {
      return content.length;
    }

    @Override
    public void readContent(ContentReader reader) {
      reader.read(content, 0, content.length);
    }
  }
}
