package io.outrigger.interop.mixed;

import java.util.List;

/** How Debian's libnanomsg comes into the C gateway's process, and in which order the modules. */
enum Arrangement {
  /** The program is linked with it: its symbols are there for every library of the process. */
  LINKED("mixed_gateway", "own", List.of(Part.NEIGHBOUR, Part.PROXY, Part.JAVA)),

  /** A module brings it, and calls it for the first time when ours has been loaded. */
  LOADED_BEFORE_OURS(
      "bare_gateway", "lib/libneighbour.so", List.of(Part.NEIGHBOUR, Part.JAVA, Part.PROXY)),

  /** A module brings it when ours is there. */
  LOADED_AFTER_OURS(
      "bare_gateway", "lib/libneighbour.so", List.of(Part.JAVA, Part.PROXY, Part.NEIGHBOUR));

  /** The modules of the C gateway. */
  enum Part {
    /** Uses Debian's libnanomsg: {@code neighbour.c}. */
    NEIGHBOUR,
    /** {@code liboutrigger_proxy.so}. */
    PROXY,
    /** The Java proxy, in a JVM. */
    JAVA
  }

  private final String program;
  private final String neighbour;
  private final List<Part> order;

  Arrangement(String program, String neighbour, List<Part> order) {
    this.program = program;
    this.neighbour = neighbour;
    this.order = order;
  }

  String program() {
    return program;
  }

  /** The module that uses Debian's, as an argument of the program. */
  String neighbour() {
    return neighbour;
  }

  List<Part> order() {
    return order;
  }
}
