package io.outrigger.nanomsg;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The constants that the library reports of itself: {@code nn_symbol_info}. */
final class Symbols {
  /** Namespaces: the kinds of constants. NN_NS_VERSION and so on in nn.h. */
  static final int VERSION = 1;

  static final int ERROR = 11;

  /** One constant. Namespace, type and unit have the numbers of nn.h. */
  record Symbol(String name, int value, int namespace, int type, int unit) {}

  private final List<Symbol> all;
  private final Map<String, Integer> values = new HashMap<>();
  private final Map<Integer, String> errors = new HashMap<>();

  private Symbols(List<Symbol> all) {
    this.all = List.copyOf(all);
    for (Symbol symbol : all) {
      values.put(symbol.name(), symbol.value());
      if (symbol.namespace() == ERROR) {
        errors.put(symbol.value(), symbol.name());
      }
    }
  }

  /** Reads them from a library. Opens no socket. */
  static Symbols read(Library.Calls library) {
    // struct nn_symbol_properties: int value; const char *name; int ns, type, unit.
    Memory memory = new Memory(2 * Memory.WORD + 4 * Integer.BYTES);
    int numbers = 2 * Memory.WORD;
    List<Symbol> found = new ArrayList<>();
    while (library.nn_symbol_info(found.size(), memory.address(), memory.bytes().capacity()) > 0) {
      found.add(
          new Symbol(
              text(memory.getWord(Memory.WORD)),
              memory.bytes().getInt(0),
              memory.bytes().getInt(numbers),
              memory.bytes().getInt(numbers + Integer.BYTES),
              memory.bytes().getInt(numbers + 2 * Integer.BYTES)));
    }
    memory.keep();
    return new Symbols(found);
  }

  private static String text(long address) {
    byte[] bytes = Jffi.MEMORY.getZeroTerminatedByteArray(address);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  List<Symbol> all() {
    return all;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The value of a constant; one that this library doesn't have is an error in it or in us. */
  int get(String name) {
    Integer value = values.get(name);
    if (value == null) {
      throw new NanoException(0, "the library has no " + name + ": use libnanomsg 1.1.5");
    }
    return value;
  }

  /** The value of a constant in the library that is loaded. */
  static int value(String name) {
    return Library.symbols().get(name);
  }

  /** The name of an error number, or "errno" if the library gives it none. */
  static String errorName(int errno) {
    return Library.symbols().errors.getOrDefault(errno, "errno");
  }
}
