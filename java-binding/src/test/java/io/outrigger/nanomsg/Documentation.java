package io.outrigger.nanomsg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The programs in the documentation of the binding. */
final class Documentation {
  /** A program and what the text says that it prints. */
  record Program(String name, String source, String output) {}

  private static final Pattern PROGRAM =
      Pattern.compile("```java\\n(.*?)```\\n```text\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern CLASS = Pattern.compile("^class (\\w+)", Pattern.MULTILINE);

  private Documentation() {}

  static List<Program> programs() throws IOException {
    String text = Files.readString(Path.of(System.getProperty("outrigger.documentation")));
    List<Program> programs = new ArrayList<>();
    Matcher found = PROGRAM.matcher(text);
    while (found.find()) {
      Matcher name = CLASS.matcher(found.group(1));
      if (!name.find()) {
        throw new AssertionError("a program without a class: " + found.group(1));
      }
      programs.add(new Program(name.group(1), found.group(1), found.group(2)));
    }
    return programs;
  }

  /** Compiles it, for the oldest JDK and with all warnings, into this directory. */
  static void compile(Program program, Path directory, String... options) throws IOException {
    Path source = directory.resolve(program.name() + ".java");
    Files.writeString(source, program.source());
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of(
            "--release",
            "17",
            "-Xlint:all",
            "-Werror",
            "-d",
            directory.toString(),
            source.toString()));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, System.out, System.out, arguments.toArray(new String[0]));
    if (result != 0) {
      throw new AssertionError(program.name() + " doesn't compile");
    }
  }
}
