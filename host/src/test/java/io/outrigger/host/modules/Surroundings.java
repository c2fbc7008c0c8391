package io.outrigger.host.modules;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells what it sees: whether it can load the classes that the configuration names, a line each,
 * and the resources.
 */
public final class Surroundings implements GatewayModule {
  private Broker broker;
  private String[] names;

  @Override
  public void create(Broker broker, String configuration) {
    this.broker = broker;
    names = configuration.replaceAll("[\\[\\]\" ]", "").split(",");
  }

  @Override
  public void start() {
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      lines.add(name + (name.contains("/") ? resource(name) : type(name)));
    }
    lines.add("context " + (Thread.currentThread().getContextClassLoader() == loader()));
    broker.publish(Message.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
  }

  private static ClassLoader loader() {
    return Surroundings.class.getClassLoader();
  }

  private static String type(String name) {
    try {
      return Class.forName(name).getClassLoader() == loader() ? " own" : " shared";
    } catch (ClassNotFoundException e) {
      return " hidden";
    }
  }

  private static String resource(String name) {
    URL found = loader().getResource(name);
    return found == null ? " hidden" : " seen";
  }

  @Override
  public void receive(Message message) {
    throw new AssertionError("nothing is sent to it");
  }
}
