package io.outrigger.interop.contract;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Tells the {@link Results} of each test what became of it. */
final class ResultTable implements BeforeEachCallback, TestWatcher {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(ResultTable.class);

  /** Those of the whole run: JUnit closes what is in its root store at the end. */
  private static Results results(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SPACE)
        .computeIfAbsent(Results.class, key -> new Results(), Results.class);
  }

  /** A rule that doesn't come to its end stays what it is here. */
  @Override
  public void beforeEach(ExtensionContext context) {
    put(context, "**no end**");
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    put(context, "ok");
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    put(context, "**failed**");
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    put(context, results(context).because(cause.getMessage().replace("Assumption failed: ", "")));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    put(context, results(context).because(reason.orElse("disabled")));
  }

  private static void put(ExtensionContext context, String result) {
    String pair = context.getParent().orElseThrow().getDisplayName();
    String rule = context.getRequiredTestMethod().getName();
    results(context).put(pair, words(rule), result);
  }

  private static String words(String name) {
    return name.replaceAll("([A-Z])", " $1").toLowerCase();
  }
}
