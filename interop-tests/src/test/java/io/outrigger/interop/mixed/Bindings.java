package io.outrigger.interop.mixed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose functions of libnanomsg each file of a process called, as the dynamic linker has told. */
final class Bindings {
  /** For the environment of a process: what its linker binds goes to a file beside its id. */
  static List<String> environment(Path folder) {
    return List.of("LD_DEBUG=bindings", "LD_DEBUG_OUTPUT=" + folder.resolve("bindings"));
  }

  private static final Pattern BINDING =
      Pattern.compile("binding file (\\S+) \\[\\d+\\] to (\\S+) \\[\\d+\\]: \\S+ symbol `nn_");

  /** The files that each file is bound to. */
  private final Map<String, Set<String>> bound = new TreeMap<>();

  private Bindings() {}

  static Bindings of(Path folder, long pid) throws IOException {
    Bindings bindings = new Bindings();
    for (String line : Files.readAllLines(folder.resolve("bindings." + pid))) {
      Matcher binding = BINDING.matcher(line);
      if (binding.find()) {
        bindings
            .bound
            .computeIfAbsent(binding.group(1), from -> new TreeSet<>())
            .add(binding.group(2));
      }
    }
    return bindings;
  }

  /**
   * Requires that ours calls itself alone, that Debian's and its user call Debian's alone, and that
   * nothing else in the process calls either.
   *
   * @param user the file that calls Debian's
   */
  void requireTwoThatDoNotMeet(Path debians, Path user) {
    List<String> ours =
        bound.keySet().stream().filter(file -> file.matches(".*/libnanomsg-\\w+\\.so")).toList();
    assertEquals(1, ours.size(), this::toString);
    assertEquals(
        Map.of(
            ours.get(0), Set.copyOf(ours),
            debians.toString(), Set.of(debians.toString()),
            user.toString(), Set.of(debians.toString())),
        bound);
  }

  @Override
  public String toString() {
    return bound.toString();
  }
}
