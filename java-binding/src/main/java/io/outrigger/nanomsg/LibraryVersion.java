package io.outrigger.nanomsg;

/**
 * The self-test of a library: whether its interface version is that of 1.1.5. It is asked for its
 * constants and nothing else, as a wrong one could take the process with it.
 *
 * <p>nanomsg 1.1 has interface version 5.1.0 (current, revision, age, as libtool counts), and 1.2
 * has 6.0.1. 1.2.1 aborts the process that receives a request or reply of 29 bytes or more (nanomsg
 * issues 1111 and 1121).
 */
final class LibraryVersion {
  private static final String GOOD = "5.1.0";

  private LibraryVersion() {}

  static void check(Symbols symbols) {
    String found =
        symbols.get("NN_VERSION_CURRENT")
            + "."
            + symbols.get("NN_VERSION_REVISION")
            + "."
            + symbols.get("NN_VERSION_AGE");
    if (!found.equals(GOOD)) {
      throw new NanoException(
          0,
          "its interface version is "
              + found
              + ", and it must be "
              + GOOD
              + ", that of libnanomsg 1.1.5"
              + (symbols.get("NN_VERSION_CURRENT") == 6
                  ? ": 1.2.1 aborts the process that receives a request or reply of 29 bytes or more"
                  : ""));
    }
  }
}
