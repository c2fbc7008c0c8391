package io.outrigger.nanomsg;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Sends and receives copies of bytes, by a message handle that is kept for the next call. */
final class Copies {
  private final Transfer transfer;
  private final AtomicReference<NativeMessage> spare = new AtomicReference<>();

  Copies(Transfer transfer) {
    this.transfer = transfer;
  }

  Outcome send(byte[] bytes, WaitTime time) {
    NativeMessage message = take();
    try {
      message.set(bytes, 0, bytes.length);
      return transfer.send(message, null, time);
    } finally {
      giveBack(message);
    }
  }

  Outcome send(ByteBuffer bytes, WaitTime time) {
    NativeMessage message = take();
    int begin = bytes.position();
    Outcome outcome = null;
    try {
      message.allocate(bytes.remaining());
      message.put(0, bytes);
      outcome = transfer.send(message, null, time);
      return outcome;
    } finally {
      if (outcome != Outcome.DONE) {
        bytes.position(begin);
      }
      giveBack(message);
    }
  }

  Optional<byte[]> receive(WaitTime time) {
    NativeMessage message = take();
    try {
      return transfer.receive(message, null, time) == Outcome.DONE
          ? Optional.of(message.toByteArray())
          : Optional.empty();
    } finally {
      giveBack(message);
    }
  }

  Outcome receive(ByteBuffer target, WaitTime time) {
    NativeMessage message = take();
    try {
      Outcome outcome = transfer.receive(message, null, time);
      if (outcome == Outcome.DONE) {
        fill(target, message);
      }
      return outcome;
    } finally {
      giveBack(message);
    }
  }

  private static void fill(ByteBuffer target, NativeMessage message) {
    if (message.size() > target.remaining()) {
      throw new NanoException(
          Errno.EMSGSIZE,
          "receive a message of "
              + message.size()
              + " bytes into a buffer with room for "
              + target.remaining()
              + ": it is lost; use a larger buffer, or receive into a NativeMessage");
    }
    int limit = target.limit();
    target.limit(target.position() + message.size());
    try {
      message.get(0, target);
    } finally {
      target.limit(limit);
    }
  }

  private NativeMessage take() {
    NativeMessage message = spare.getAndSet(null);
    return message == null ? new NativeMessage() : message;
  }

  private void giveBack(NativeMessage message) {
    message.clear();
    spare.set(message);
  }
}
