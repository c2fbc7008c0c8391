package io.outrigger.module;

/** A message is larger, in its serialized form, than what a link or a peer takes. */
public class MessageTooLargeException extends PublishException {
  private static final long serialVersionUID = 1L;

  private final long size;
  private final long limit;

  /**
   * @param size of the serialized message, in bytes
   * @param limit the largest that passes, in bytes
   * @param remedy what would make it pass, such as the configuration key that sets the limit
   */
  public MessageTooLargeException(long size, long limit, String remedy) {
    super("message of " + size + " bytes, and at most " + limit + " pass: " + remedy);
    this.size = size;
    this.limit = limit;
  }

  /** The size of the serialized message, in bytes. */
  public long size() {
    return size;
  }

  /** The largest size that passes, in bytes. */
  public long limit() {
    return limit;
  }
}
