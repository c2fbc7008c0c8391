package io.outrigger.gateway;

/**
 * A link as it is configured.
 *
 * @param source the name of a module, or {@link #ALL}
 */
record LinkEntry(String source, String sink, LinkRule rule) {

  /** All modules but the sink. */
  static final String ALL = "*";

  boolean fromAll() {
    return source.equals(ALL);
  }
}
