package io.outrigger.gateway;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has SIGTERM and SIGINT run something instead of ending the JVM, so that a gateway that was
 * stopped by one can end with exit status 0. A shutdown hook can't change the status.
 *
 * <p>The JDK has no public API for signals. {@code sun.misc.Signal} is open to all, but a compiler
 * warns of it; hence the reflection. Where it isn't there, the JVM's shutdown remains.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  static void handle(Runnable action) {
    for (String name : new String[] {"TERM", "INT"}) {
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
          LOG.info("SIG{}: the gateway stops", name);
          action.run();
          return null;
        };
    Object handlerProxy =
        Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, run);
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handlerProxy);
  }
}
