package io.outrigger.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of the documentation, whose examples are tried as they stand there. */
final class Document {
  static final Document README = new Document("README.md");
  static final Document C_MODULES = new Document("docs/c-modules.md");

  private final Path path;

  private Document(String path) {
    this.path = Distribution.SOURCES.resolve(path);
  }

  String text() throws IOException {
    return Files.readString(path);
  }

  /** Its blocks of this language, in order. */
  List<String> blocks(String language) throws IOException {
    return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(text())
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }
}
