package io.outrigger.runtime.azure;

import com.microsoft.azure.gateway.core.IGatewayModule;
import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A module of the C gateway's Java API as one of ours.
 *
 * <p>As in the C gateway, a class with a constructor of (long, Broker, String) is made by that,
 * which calls its {@code create}; one without is made by its constructor without parameters, and
 * then {@code create} is called. Neither needs to be public. It gets its {@code args} as they are,
 * {@code receive} gets the serialized message, and its {@code publish} returns 0 or, when the
 * message is refused, 1.
 */
public final class AzureModule implements GatewayModule {
  /** What such a module shares with the process that runs it, beside what every module does. */
  public static final List<String> SHARED_PACKAGES = List.of("com.microsoft.azure.gateway.");

  /** The name of the interface that makes a class such a module. */
  public static final String INTERFACE = IGatewayModule.class.getName();

  /** The module's address, as the API calls it: only its own broker makes use of it. */
  private static final AtomicLong NEXT_ADDRESS = new AtomicLong(1);

  private final Constructor<? extends IGatewayModule> constructor;
  private final SerializedMessages serialized = new SerializedMessages();

  /** Null before create. */
  private IGatewayModule module;

  private AzureModule(Constructor<? extends IGatewayModule> constructor) {
    this.constructor = constructor;
  }

  /** Whether a class is one of a module of that API; it may still lack a constructor for it. */
  public static boolean isOne(Class<?> type) {
    return IGatewayModule.class.isAssignableFrom(type);
  }

  /** Why a class that {@link #isOne} can't be made, if it can't. */
  public static Optional<String> problem(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers()) || find(type).isEmpty()
        ? Optional.of(
            type.getName()
                + " can't be made: a module of the C gateway's API has a constructor of (long,"
                + " Broker, String) or one without parameters, and isn't abstract")
        : Optional.empty();
  }

  /** A module of a class that has no {@link #problem}; it isn't made before {@code create}. */
  public static AzureModule of(Class<?> type) {
    return find(type).orElseThrow(() -> new IllegalArgumentException(type.getName()));
  }

  private static Optional<AzureModule> find(Class<?> type) {
    Class<? extends IGatewayModule> moduleType = type.asSubclass(IGatewayModule.class);
    return constructor(
            moduleType, long.class, com.microsoft.azure.gateway.core.Broker.class, String.class)
        .or(() -> constructor(moduleType))
        .map(AzureModule::new);
  }

  private static Optional<Constructor<? extends IGatewayModule>> constructor(
      Class<? extends IGatewayModule> type, Class<?>... parameters) {
    try {
      Constructor<? extends IGatewayModule> found = type.getDeclaredConstructor(parameters);
      found.setAccessible(true);
      return Optional.of(found);
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  @Override
  public void create(Broker broker, String configuration) throws Exception {
    long address = NEXT_ADDRESS.getAndIncrement();
    AzureBroker adapted = new AzureBroker(broker, constructor.getDeclaringClass().getName());
    if (constructor.getParameterCount() > 0) {
      module = make(address, adapted, configuration);
    } else {
      module = make();
      module.create(address, adapted, configuration);
    }
  }

  private IGatewayModule make(Object... arguments) throws Exception {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  @Override
  public void start() {
    module.start();
  }

  @Override
  public void receive(Message message) {
    module.receive(serialized.bytes(message));
  }

  @Override
  public void destroy() {
    module.destroy();
  }
}
