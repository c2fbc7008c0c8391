package io.outrigger.interop.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.module.MessageTooLargeException;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The other end of a test in a gateway: publishes what comes on the standard input, and writes what
 * it receives to the standard output, both as {@link Frames}.
 */
public final class Pipe implements GatewayModule {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream output = new FileOutputStream(FileDescriptor.out);
  private Broker broker;

  @Override
  public void create(Broker broker, String configuration) {
    this.broker = broker;
  }

  @Override
  public void start() {
    Thread thread = new Thread(this::publish, "pipe");
    thread.setDaemon(true); // a read of the standard input can't be interrupted
    thread.start();
  }

  private void publish() {
    try {
      DataInputStream input =
          new DataInputStream(
              new java.io.BufferedInputStream(
                  new FileInputStream(FileDescriptor.in), BUFFER_BYTES));
      for (Message next = Frames.read(input); next != null; next = Frames.read(input)) {
        publish(next);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void publish(Message message) {
    try {
      broker.publish(message);
    } catch (MessageTooLargeException e) {
      System.err.println("too large: " + e.getMessage());
    }
  }

  /** One write for each message: what was written outlives the process. */
  @Override
  public void receive(Message message) throws IOException {
    output.write(Frames.encode(message));
  }
}
