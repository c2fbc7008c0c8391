package io.outrigger.host;

import io.outrigger.protocol.HostLink;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the host in an orderly way when a signal ends the process: closes the link, and holds the
 * process until the main thread has destroyed the module and told of it, or a deadline has passed.
 */
final class SignalHook {
  private static final Logger LOG = LoggerFactory.getLogger(SignalHook.class);
  private static final long DEADLINE_SECONDS = 3;

  private final HostLink link;
  private final CountDownLatch ended = new CountDownLatch(1);

  private SignalHook(HostLink link) {
    this.link = link;
  }

  static SignalHook install(HostLink link) {
    SignalHook hook = new SignalHook(link);
    Runtime.getRuntime().addShutdownHook(new Thread(hook::endHost, "signal"));
    return hook;
  }

  private void endHost() {
    try {
      link.close();
      if (!ended.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        LOG.error(
            "the module did not come to its end within {} s and is cut off", DEADLINE_SECONDS);
      }
    } catch (InterruptedException e) {
      LOG.error("the module is cut off", e);
    }
  }

  /** The module is destroyed and all is told: nothing is left to wait for. */
  void hostEnded() {
    ended.countDown();
  }
}
