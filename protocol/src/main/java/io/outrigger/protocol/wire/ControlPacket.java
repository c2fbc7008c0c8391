package io.outrigger.protocol.wire;

/**
 * A packet of {@code pair}'s control channel: section "pair" of {@code docs/wire-format.md}. {@link
 * ControlDecoder} and {@link ControlEncoder} know its bytes.
 */
public sealed interface ControlPacket {

  /**
   * Gateway to host: create the module.
   *
   * @param messageUrl where the host is to bind the message channel
   * @param configuration JSON text for the module
   */
  record Create(String messageUrl, String configuration) implements ControlPacket {}

  /** Host to gateway: the answer to {@link Create}, or {@link ControlStatus#DETACH} at any time. */
  record Reply(ControlStatus status) implements ControlPacket {}

  /** Gateway to host: all modules are created. */
  record Start() implements ControlPacket {}

  /** Gateway to host: destroy the module. */
  record Destroy() implements ControlPacket {}
}
