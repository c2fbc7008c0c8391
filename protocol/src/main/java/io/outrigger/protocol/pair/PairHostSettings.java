package io.outrigger.protocol.pair;

import io.outrigger.configuration.ConfigurationObject;
import java.time.Duration;

/**
 * The settings of a module host for its {@code pair} session.
 *
 * @param controlUrl where it binds the control channel: {@code ipc://} and the {@code control.id}
 * @param onGatewayGone what it does when its gateway has gone ({@code on.gateway.gone})
 * @param orphanTimeout with {@link OnGatewayGone#EXIT}, how long it is without a gateway before it
 *     ends, also after its start ({@code orphan.timeout.ms})
 * @param reattachAfter how long a gateway is connected and sends no CREATE before it is asked for
 *     one; must be longer than that gateway's {@code timeout} ({@code reattach.after.ms})
 * @param maxMessageBytes the largest serialized message that is sent ({@code max.message.bytes})
 */
public record PairHostSettings(
    String controlUrl,
    OnGatewayGone onGatewayGone,
    Duration orphanTimeout,
    Duration reattachAfter,
    int maxMessageBytes) {

  /** What a host does when its gateway has gone, or has had the module destroyed. */
  public enum OnGatewayGone {
    /** It waits for the next one, for as long as that takes. */
    WAIT,
    /** It ends: at once after DESTROY, else when none has come for the orphan time-out. */
    EXIT
  }

  private static final Duration DEFAULT_ORPHAN_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DEFAULT_REATTACH_AFTER = Duration.ofSeconds(3);
  private static final Duration DAY = Duration.ofDays(1);

  /** Reads the session's keys; what is wrong with them is added to the file's problems. */
  public static PairHostSettings read(ConfigurationObject configuration) {
    return new PairHostSettings(
        PairAddress.requiredUrl(configuration, "control.id"),
        configuration.choice("on.gateway.gone", OnGatewayGone.WAIT),
        configuration.milliseconds("orphan.timeout.ms", DEFAULT_ORPHAN_TIMEOUT, Duration.ZERO, DAY),
        configuration.milliseconds(
            "reattach.after.ms", DEFAULT_REATTACH_AFTER, Duration.ofMillis(100), DAY),
        PairAddress.maxMessageBytes(configuration));
  }
}
