package io.outrigger.gateway;

import io.outrigger.gateway.GatewayException.Reason;
import io.outrigger.protocol.SessionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the modules of a gateway: those in hosts all at once, and meanwhile those in this process
 * one after the other. The first failure of a module that is required ends it. A module in a host
 * that isn't required is not waited for.
 */
final class GatewayStart {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayStart.class);

  /**
   * Why it ends.
   *
   * @param module null if it is aborted
   */
  private record Failure(String module, Throwable cause) {}

  private final List<ManagedModule> modules;
  private final Set<String> optional;
  private final CompletableFuture<Failure> failure = new CompletableFuture<>();

  /** Of the thread that runs it. */
  private final List<ManagedModule> begun = new ArrayList<>();

  /**
   * @param modules in the order of the file
   * @param optional the names of those that aren't required
   */
  GatewayStart(List<ManagedModule> modules, Set<String> optional) {
    this.modules = modules;
    this.optional = optional;
  }

  /** The modules whose creation was begun. */
  List<ManagedModule> begun() {
    return begun;
  }

  /** Ends it, whatever it waits for. Any thread. */
  void abort() {
    failure.complete(new Failure(null, null));
  }

  /**
   * Creates the modules. Returns when all are that it waits for; what was begun goes on when it
   * fails.
   */
  void run() throws GatewayException, InterruptedException {
    List<CompletableFuture<Void>> awaited = new ArrayList<>();
    for (ManagedModule module : modules) {
      if (module.isRemote()) {
        CompletableFuture<Void> created = begin(module);
        if (isRequired(module)) {
          awaited.add(created);
        }
      }
    }
    for (ManagedModule module : modules) {
      if (!module.isRemote()) {
        await(begin(module));
      }
    }
    for (CompletableFuture<Void> created : awaited) {
      await(created);
    }
    throwIfFailed();
  }

  private boolean isRequired(ManagedModule module) {
    return !optional.contains(module.name());
  }

  private CompletableFuture<Void> begin(ManagedModule module) throws GatewayException {
    throwIfFailed();
    begun.add(module);
    CompletableFuture<Void> told =
        module.created.whenDone(result -> result.ifPresent(cause -> failed(module, cause)));
    module.begin(isRequired(module));
    return told;
  }

  private void failed(ManagedModule module, Throwable cause) {
    if (isRequired(module)) {
      failure.complete(new Failure(module.name(), cause));
    } else {
      if (!(cause instanceof InterruptedException)) { // which is the end of the gateway
        LOG.warn(
            "module '{}' is not required and could not be created, the gateway goes on without it:"
                + " {}",
            module.name(),
            words(cause));
      }
      module.leaveOut();
    }
  }

  private void await(CompletableFuture<Void> created)
      throws GatewayException, InterruptedException {
    try {
      CompletableFuture.anyOf(created, failure).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is never completed so", e);
    }
    throwIfFailed();
  }

  private void throwIfFailed() throws GatewayException {
    Optional<Failure> found = Optional.ofNullable(failure.getNow(null));
    if (found.isPresent()) {
      throw exception(found.get());
    }
  }

  private static GatewayException exception(Failure failure) {
    if (failure.module() == null) {
      return new GatewayException(Reason.STOPPED, "the gateway was stopped while it started", null);
    }
    Throwable cause = failure.cause();
    Reason reason = cause instanceof SessionException ? Reason.LINK : Reason.MODULE;
    return new GatewayException(
        reason, "module '" + failure.module() + "' could not be created: " + words(cause), cause);
  }

  /** What a module's author wanted to say, or else what there is to say. */
  private static String words(Throwable failure) {
    if (failure instanceof Exception && failure.getMessage() != null) {
      return failure.getMessage();
    }
    return failure + (failure.getCause() == null ? "" : ": " + failure.getCause());
  }
}
