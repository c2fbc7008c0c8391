package io.outrigger.protocol;

import io.outrigger.configuration.ConfigurationObject;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A protocol in which a gateway and a host converse: which keys it has, and how its sessions are
 * made. Those there are stand in {@code META-INF/services}; the last one is the default.
 */
public interface Protocol {

  /** Its name in logs and documents. */
  String name();

  /** The key that no other protocol has: a host whose configuration has it speaks this one. */
  String key();

  /** Reads the keys of a gateway's side; what is wrong is added to the problems. */
  GatewayEndpoint gateway(ConfigurationObject keys);

  /** Reads the keys of a host's side; what is wrong is added to the problems. */
  HostEndpoint host(ConfigurationObject keys);

  /** All protocols there are. */
  static List<Protocol> all() {
    return ServiceLoader.load(Protocol.class, Protocol.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** The protocol of a name, which must be there. */
  static Protocol named(String name) {
    return all().stream()
        .filter(protocol -> protocol.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no protocol " + name));
  }

  /** The first protocol whose {@link #key} is among the keys; the default if there is none. */
  static Protocol of(ConfigurationObject keys) {
    List<Protocol> all = all();
    return all.stream()
        .filter(protocol -> keys.has(protocol.key()))
        .findFirst()
        .orElse(all.get(all.size() - 1));
  }
}
