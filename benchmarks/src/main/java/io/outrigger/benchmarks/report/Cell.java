package io.outrigger.benchmarks.report;

/** What is measured at a time: one protocol over one transport with messages of one size. */
public record Cell(String protocol, String transport, int bytes) {

  /** The same protocol and transport, where the size means nothing. */
  public Cell ofNoSize() {
    return new Cell(protocol, transport, 0);
  }
}
