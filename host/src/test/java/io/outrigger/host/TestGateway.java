package io.outrigger.host;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.outrigger.base.QueueBound;
import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import io.outrigger.module.Message;
import io.outrigger.protocol.GatewaySession;
import io.outrigger.protocol.Protocol;
import io.outrigger.protocol.SessionException;
import io.outrigger.protocol.UndeliveredException;
import io.outrigger.protocol.wire.MessageEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The gateway's end of a host, over real sockets in a folder. */
final class TestGateway implements GatewaySession.Listener, AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final BlockingQueue<Message> published = new LinkedBlockingQueue<>();
  private final Path folder;
  private final GatewaySession link;

  TestGateway(Path folder) throws SessionException {
    this.folder = folder;
    String keys =
        """
        {"listen.url": "ipc://%s/gateway", "remote.url": "ipc://%s/host"}"""
            .formatted(folder, folder);
    link = Protocol.named("reqrep").gateway(parse(keys)).sessions().make("module", WAITING, this);
    link.open();
  }

  /** A gateway over {@code pair}, for a host whose {@code control.id} is this. */
  TestGateway(Path folder, Path controlId) throws SessionException {
    this.folder = folder;
    String keys =
        """
        {"control.id": "%s", "message.id": "%s/messages"}"""
            .formatted(controlId, folder);
    link = Protocol.named("pair").gateway(parse(keys)).sessions().make("module", WAITING, this);
    link.open();
  }

  private static final QueueBound WAITING = new QueueBound(1024, 1L << 20);

  private static ConfigurationObject parse(String keys) {
    return ConfigurationObject.parse("test", keys, new ConfigurationProblems());
  }

  /** Writes the configuration of a host that meets this gateway. Returns its file's name. */
  String hostConfiguration(String moreKeys) throws IOException {
    String keys =
        """
        {
          "listen.url": "ipc://%s/host",
          "remote.url": "ipc://%s/gateway",
          %s
        }
        """
            .formatted(folder, folder, moreKeys);
    Files.writeString(folder.resolve("host.json"), keys);
    return "host.json";
  }

  void create(String configuration) throws SessionException, InterruptedException {
    link.awaitHost(DEADLINE);
    link.create(configuration, DEADLINE);
    link.start();
  }

  void send(String content) throws UndeliveredException, InterruptedException {
    Message message = Message.of(content.getBytes(StandardCharsets.UTF_8));
    link.sink().put(message, MessageEncoder.sizeOf(message));
  }

  /** The content of the next message that the module publishes. */
  String awaitPublished() throws InterruptedException {
    Message message = published.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    assertNotNull(message, "the module published nothing");
    return new String(message.content(), StandardCharsets.UTF_8);
  }

  boolean destroy() throws InterruptedException {
    return link.destroy(DEADLINE);
  }

  @Override
  public void published(Message message) {
    published.add(message);
  }

  @Override
  public void hostLost(String reason) {
    // The tests look at the host's process.
  }

  @Override
  public void hostReturned() {
    // As above.
  }

  @Override
  public void close() {
    link.close();
  }
}
