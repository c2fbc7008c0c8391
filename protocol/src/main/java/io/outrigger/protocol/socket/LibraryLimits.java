package io.outrigger.protocol.socket;

import io.outrigger.nanomsg.NanoLibrary;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the limits of the process's libnanomsg, if it has any that ours has not. */
public final class LibraryLimits {
  private static final Logger LOG = LoggerFactory.getLogger(LibraryLimits.class);
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private LibraryLimits() {}

  /** Logs the limits as a warning, once in the life of the process. Any thread may call it. */
  public static void tell() {
    Optional<String> limits = NanoLibrary.limits();
    if (limits.isPresent() && TOLD.compareAndSet(false, true)) {
      LOG.warn("{}", limits.get());
    }
  }
}
