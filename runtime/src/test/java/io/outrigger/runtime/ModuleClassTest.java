package io.outrigger.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.module.Broker;
import io.outrigger.module.GatewayModule;
import io.outrigger.module.Message;
import io.outrigger.testsupport.ModuleJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleClassTest {
  @TempDir Path folder;

  /** Receives. */
  public static class Echo implements GatewayModule {
    private Broker broker;

    @Override
    public void create(Broker given, String configuration) {
      broker = given;
    }

    @Override
    public void receive(Message message) {
      broker.publish(message);
    }
  }

  /** Is another one. */
  public static final class Clumsy extends Echo {}

  private ModuleClass load(ModuleJar jar, String name) throws IOException, ModuleLoadException {
    Path file = jar.write(folder.resolve("module.jar"));
    ModuleClass type =
        name == null ? ModuleClass.loadDeclared(file) : ModuleClass.load(List.of(file), name);
    type.initialize();
    return type;
  }

  private void assertRefused(ModuleJar jar, String name, String... parts) {
    String text = assertThrows(ModuleLoadException.class, () -> load(jar, name)).getMessage();
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "'" + part + "' isn't in: " + text);
    }
  }

  @Test
  void declaredClassIsFoundAndNotTheOneOfTheClassPath() throws Throwable {
    ModuleClass found =
        load(new ModuleJar().with(Echo.class).declaring(Echo.class.getName()), null);
    assertEquals(Echo.class.getName(), found.name());
    assertInstanceOf(GatewayModule.class, found.newInstance());
    assertNotSame(Echo.class, found.newInstance().getClass());
  }

  @Test
  void jarThatDeclaresNoModuleIsRefused() {
    assertRefused(
        new ModuleJar().with(Echo.class),
        null,
        "module.class",
        "META-INF/services/io.outrigger.module.GatewayModule");
  }

  @Test
  void severalDeclaredModulesAreListed() {
    assertRefused(
        new ModuleJar()
            .with(Echo.class, Clumsy.class)
            .declaring(Echo.class.getName(), Clumsy.class.getName()),
        null,
        "module.class",
        Echo.class.getName(),
        Clumsy.class.getName());
  }

  @Test
  void declaredClassThatIsMissingIsNamed() {
    assertRefused(new ModuleJar().declaring("no.Such"), null, "no.Such", "META-INF/services");
  }

  @Test
  void missingClassIsNamed() {
    assertRefused(new ModuleJar(), "no.Such", "no.Such", "module.jar", "with its package");
  }

  /** Isn't one. */
  public static final class NoModule {}

  @Test
  void classThatIsNoModuleIsRefused() {
    String name = NoModule.class.getName();
    assertRefused(
        new ModuleJar().with(NoModule.class),
        name,
        name,
        "must implement io.outrigger.module.GatewayModule",
        "or the C gateway's com.microsoft.azure.gateway.core.IGatewayModule");
  }

  /** Can't be instantiated. */
  public abstract static class Abstract implements GatewayModule {}

  @Test
  void abstractClassIsRefused() {
    assertRefused(new ModuleJar().with(Abstract.class), Abstract.class.getName(), "abstract");
  }

  /** Wants something. */
  public static final class Demanding implements GatewayModule {
    public Demanding(String wanted) {
      throw new AssertionError(wanted);
    }

    @Override
    public void create(Broker broker, String configuration) {
      throw new AssertionError();
    }

    @Override
    public void receive(Message message) {
      throw new AssertionError();
    }
  }

  @Test
  void constructorWithParametersIsRefused() {
    assertRefused(
        new ModuleJar().with(Demanding.class), Demanding.class.getName(), "without parameters");
  }

  /** Needs a library that the host has, for itself. */
  public static final class Dependent implements GatewayModule {
    private static final com.google.gson.Gson GSON = new com.google.gson.Gson();

    @Override
    public void create(Broker broker, String configuration) {
      throw new AssertionError(GSON);
    }

    @Override
    public void receive(Message message) {
      throw new AssertionError(GSON);
    }
  }

  @Test
  void missingLibraryIsNamed() {
    assertRefused(
        new ModuleJar().with(Dependent.class),
        Dependent.class.getName(),
        "com.google.gson.Gson",
        "Class-Path");
  }

  /** Fails before there is an instance. */
  public static final class Explosive implements GatewayModule {
    static final int NUMBER = Integer.parseInt("none");

    @Override
    public void create(Broker broker, String configuration) {
      throw new AssertionError(NUMBER);
    }

    @Override
    public void receive(Message message) {
      throw new AssertionError(NUMBER);
    }
  }

  @Test
  void failedInitializerIsTold() {
    assertRefused(
        new ModuleJar().with(Explosive.class), Explosive.class.getName(), "NumberFormatException");
  }
}
