package io.outrigger.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs when a process is to end: at a signal, or when the JVM exits for any other reason. */
public final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private Shutdown() {}

  /** This process ends by {@link #exit}. */
  private static volatile boolean expected;

  /** Runs an action when the JVM exits, on a thread of its own; the JVM waits until it returns. */
  public static void onExit(Runnable action) {
    Runtime.getRuntime().addShutdownHook(new Thread(action, "shutdown"));
  }

  /** Ends the process, as its program wants. */
  public static void exit(int status) {
    expected = true;
    System.exit(status);
  }

  /** Whether a thread is in a call of {@code System.exit}, from which it doesn't come back. */
  public static boolean isExiting(Thread thread) {
    return ExitReport.isExiting(thread.getStackTrace());
  }

  /** Has a call of {@code System.exit} logged that isn't this program's own. */
  public static void reportExits() {
    onExit(
        () -> {
          if (!expected) {
            ExitReport.log();
          }
        });
  }

  /**
   * Has signals run an action instead of ending the JVM, each time one comes. The process can end
   * with exit status 0 then; a shutdown hook can't change the status.
   *
   * <p>The JDK has no public API for signals. {@code sun.misc.Signal} is open to all, but a
   * compiler warns of it; hence the reflection. Where it isn't there, {@link #onExit} remains.
   *
   * @param names without "SIG"
   */
  public static void onSignal(Runnable action, String... names) {
    for (String name : names) {
      try {
        handle(name, action);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        LOG.debug("SIG{} is left to the JVM", name, e);
      }
    }
  }

  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler run =
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return method.invoke(action, arguments);
          }
          LOG.info("SIG{}", name);
          action.run();
          return null;
        };
    Object handlerProxy =
        Proxy.newProxyInstance(Shutdown.class.getClassLoader(), new Class<?>[] {handler}, run);
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handlerProxy);
  }
}
