package io.outrigger.nanomsg;

import java.nio.ByteBuffer;
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
      setBytes(option, name((String) value));
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
      setNumber(option, number);
    }
  }

  <T> T get(SocketOption<T> option) {
    Memory value = new Memory(MAX_NAME_BYTES + 1);
    int level = Symbols.value(option.level());
    int length = socket.getOption(level, Symbols.value(option.symbol()), value, option.symbol());
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
    Memory value = copy(topic);
    socket.setOption(Symbols.value("NN_SUB"), Symbols.value(symbol), value, topic.length, symbol);
  }

  private void setNumber(SocketOption<?> option, int number) {
    Memory value = new Memory(Integer.BYTES);
    value.bytes().putInt(0, number);
    setBytes(option, value, Integer.BYTES);
  }

  private void setBytes(SocketOption<?> option, byte[] bytes) {
    setBytes(option, copy(bytes), bytes.length);
  }

  private void setBytes(SocketOption<?> option, Memory value, int length) {
    int level = Symbols.value(option.level());
    socket.setOption(level, Symbols.value(option.symbol()), value, length, option.symbol());
  }

  /** At least a byte long: the library wants an address even for no bytes. */
  private static Memory copy(byte[] bytes) {
    Memory memory = new Memory(Math.max(1, bytes.length));
    ByteBuffer target = memory.bytes();
    target.put(0, bytes);
    return memory;
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
