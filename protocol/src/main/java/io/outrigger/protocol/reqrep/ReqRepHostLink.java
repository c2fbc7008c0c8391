package io.outrigger.protocol.reqrep;

import io.outrigger.module.Message;
import io.outrigger.module.PublishException;
import io.outrigger.protocol.HostLink;
import io.outrigger.protocol.LinkException;
import io.outrigger.protocol.LinkStatistics;
import io.outrigger.protocol.wire.MessageDecoder;
import io.outrigger.protocol.wire.Packet;
import io.outrigger.protocol.wire.PacketType;
import io.outrigger.protocol.wire.WireException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's end over {@code reqrep}. */
public final class ReqRepHostLink implements HostLink {
  private static final Logger LOG = LoggerFactory.getLogger(ReqRepHostLink.class);
  private static final long POLL_MILLIS = 1000;

  private final RequestListener listener;
  private final RequestSender sender;
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  private ReqRepHostLink(ReqRepSettings settings) {
    listener =
        new RequestListener(
            "host",
            settings,
            EnumSet.of(PacketType.CREATE_REQUEST, PacketType.MESSAGE_RECEIVE, PacketType.DESTROY));
    try {
      sender = new RequestSender("host", settings, new GatewayWatch());
    } catch (RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  /**
   * Listens, and connects to the gateway, which need not be there yet.
   *
   * @throws LinkException if the listen address can't be bound or an address is wrong
   */
  public static ReqRepHostLink open(ReqRepSettings settings) throws LinkException {
    try {
      return new ReqRepHostLink(settings);
    } catch (RuntimeException e) {
      throw new LinkException(e.getMessage(), e);
    }
  }

  @Override
  public End run(ModuleHandler handler) throws InterruptedException {
    boolean created = false;
    try {
      while (!listener.isClosed()) {
        Request request = listener.next(POLL_MILLIS);
        if (request == null) {
          continue;
        }
        switch (request.type()) {
          case CREATE_REQUEST -> {
            Optional<String> configuration = configuration(request);
            if (configuration.isEmpty()) {
              continue;
            }
            if (created) {
              LOG.info("CREATE came again; the module is there already");
              listener.reply(request, Packet.createReply(true));
            } else {
              created = handler.create(configuration.get());
              listener.reply(request, Packet.createReply(created));
              if (!created) {
                return End.CREATE_FAILED;
              }
              handler.start();
            }
          }
          case MESSAGE_RECEIVE -> {
            if (created) {
              message(request)
                  .ifPresent(
                      message -> {
                        received.incrementAndGet();
                        handler.receive(message);
                      });
            } else {
              listener.refuse("MESSAGE_RECEIVE before CREATE_REQUEST");
            }
            listener.handled(request);
          }
          case DESTROY -> {
            listener.handled(request);
            if (created) {
              created = false;
              handler.destroy();
              return End.DESTROYED;
            }
            listener.refuse("DESTROY before CREATE_REQUEST");
          }
          default -> listener.refuse("a " + request.type());
        }
      }
      return End.CLOSED;
    } finally {
      if (created) {
        handler.destroy();
      }
    }
  }

  private Optional<String> configuration(Request request) {
    try {
      return Optional.of(Packet.decodeCreateRequest(request.data()));
    } catch (WireException e) {
      listener.refuse(e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Message> message(Request request) {
    try {
      return Optional.of(MessageDecoder.decode(request.data(), 0, request.data().length));
    } catch (WireException e) {
      listener.refuse(e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void publish(Message message) throws PublishException {
    try {
      sender.send(PacketType.MESSAGE_PUBLISH, message);
      published.incrementAndGet();
    } catch (LinkException e) {
      throw new PublishException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishException("interrupted while waiting to publish", e);
    }
  }

  @Override
  public LinkStatistics statistics() {
    long sent = published.get();
    return new LinkStatistics(sent, sent, 0, 0, 0, received.get(), 0, listener.refused());
  }

  @Override
  public void close() {
    sender.close();
    listener.close();
  }

  /** What the host makes of its connection to the gateway: it says so. */
  private static final class GatewayWatch implements RequestSender.Observer {
    @Override
    public void replied(int id, byte[] body) {
      LOG.trace("acknowledged up to {}", id);
    }

    @Override
    public void connected() {
      LOG.debug("the gateway is there");
    }

    @Override
    public void disconnected() {
      LOG.warn("the gateway went away");
    }
  }
}
