package io.outrigger.protocol.reqrep;

import io.outrigger.testsupport.CapturedLog;

/** {@link CapturedLog} for the tests of {@code pair}, until they use that. */
public final class LogLines implements AutoCloseable {
  private final CapturedLog log = new CapturedLog();

  /** How many lines so far hold this text. */
  public long count(String text) {
    return log.count(text);
  }

  @Override
  public void close() {
    log.close();
  }
}
