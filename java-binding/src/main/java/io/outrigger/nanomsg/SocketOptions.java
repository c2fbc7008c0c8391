package io.outrigger.nanomsg;

import java.nio.charset.StandardCharsets;

/** The options of one socket, by their Java values. */
final class SocketOptions {
  private static final int MAX_NAME_BYTES = 63;

  private final NativeSocket socket;

  /** The two time-outs are kept here alone: it is never the library that waits. */
  private volatile WaitTime sendTime = WaitTime.FOREVER;

  private volatile WaitTime receiveTime = WaitTime.FOREVER;

  SocketOptions(NativeSocket socket) {
    this.socket = socket;
  }

  /** How long a send waits. */
  WaitTime sendTime() {
    return sendTime;
  }

  /** How long a receive waits. */
  WaitTime receiveTime() {
    return receiveTime;
  }

  <T> void set(SocketOption<T> option, T value) {
    if (option.type() == null) {
      byte[] name = name((String) value);
      socket.setOption(option.level(), option.symbol(), Memory.of(name), name.length);
      return;
    }
    int number = option.type().toNative(value, option.symbol());
    if (option == SocketOption.SEND_TIMEOUT) {
      socket.checkOpen();
      sendTime = WaitTime.ofMillis(number);
    } else if (option == SocketOption.RECEIVE_TIMEOUT) {
      socket.checkOpen();
      receiveTime = WaitTime.ofMillis(number);
    } else {
      Memory memory = new Memory(Integer.BYTES);
      memory.bytes().putInt(0, number);
      socket.setOption(option.level(), option.symbol(), memory, Integer.BYTES);
    }
  }

  <T> T get(SocketOption<T> option) {
    Memory value = new Memory(MAX_NAME_BYTES + 1);
    int length = socket.getOption(option.level(), option.symbol(), value);
    Object result;
    if (option == SocketOption.SEND_TIMEOUT) {
      result = sendTime.toDuration();
    } else if (option == SocketOption.RECEIVE_TIMEOUT) {
      result = receiveTime.toDuration();
    } else if (option.type() == null) {
      byte[] bytes = new byte[length];
      value.bytes().get(0, bytes);
      result = new String(bytes, StandardCharsets.UTF_8);
    } else {
      result = option.type().value().apply(value.bytes().getInt(0));
    }
    @SuppressWarnings("unchecked") // Each option's type makes values of its class.
    T typed = (T) result;
    return typed;
  }

  void setTopic(String symbol, byte[] topic) {
    socket.setOption("NN_SUB", symbol, Memory.of(topic), topic.length);
  }

  private static byte[] name(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_NAME_BYTES || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "NN_SOCKET_NAME can't have " + bytes.length + " bytes or U+0000: at most 63 bytes");
    }
    return bytes;
  }
}
