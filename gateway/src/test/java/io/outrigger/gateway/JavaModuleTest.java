package io.outrigger.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.gateway.configuration.GatewayConfiguration;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Modules that are compiled here and loaded from a class folder or a jar. */
@Timeout(60)
class JavaModuleTest {
  private static final String IMPORTS = "package m; import io.outrigger.module.*; ";
  private static final String MODULE =
      "implements GatewayModule { Broker broker;"
          + " public void create(Broker b, String c) throws Exception { broker = b; CREATE }"
          + " public void receive(Message message) {} }";

  @TempDir Path folder;
  private Path classes;

  @BeforeEach
  void makeFolder() throws Exception {
    classes = Files.createDirectory(folder.resolve("classes"));
  }

  private void compile(String className, String text) throws Exception {
    Path source = Files.createDirectories(folder.resolve("src")).resolve(className + ".java");
    Files.writeString(source, IMPORTS + text);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    assertEquals(
        0,
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            classPath + ":" + classes,
            source.toString()));
  }

  private void module(String className, String create) throws Exception {
    compile(className, "public class " + className + " " + MODULE.replace("CREATE", create));
  }

  private Path jar() throws Exception {
    Path jar = folder.resolve("m.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        out.write(Files.readAllBytes(each));
        out.closeEntry();
      }
    }
    return jar;
  }

  private Gateway open(String classPath, String... classNames) throws Exception {
    List<String> modules = new ArrayList<>();
    for (String name : classNames) {
      modules.add(
          "{\"name\": \""
              + name
              + "\", \"loader\": {\"name\": \"java\", \"entrypoint\": {\"class.name\": \"m."
              + name
              + "\", \"class.path\": \""
              + classPath
              + "\"}}}");
    }
    Path file = folder.resolve("gateway.json");
    Files.writeString(file, "{\"modules\": [\n" + String.join(",\n", modules) + "]}");
    return GatewayConfiguration.open(file);
  }

  private String problem(String className) {
    GatewayException e = assertThrows(GatewayException.class, () -> open("classes", className));
    assertEquals(GatewayException.Reason.MODULE, e.reason());
    assertTrue(e.getMessage().startsWith(folder.resolve("gateway.json") + ":2:"), e.getMessage());
    return e.getMessage();
  }

  /** What a create throws as its message, to tell the test what it sees. */
  private String seen(Gateway gateway) {
    GatewayException e = assertThrows(GatewayException.class, gateway::start);
    String prefix = "could not be created: ";
    return e.getMessage().substring(e.getMessage().indexOf(prefix) + prefix.length());
  }

  @Test
  void aModuleComesFromAClassFolder() throws Exception {
    module("A", "throw new Exception(\"A is here: \" + c);");
    assertEquals("A is here: null", seen(open("classes", "A")));
  }

  @Test
  void aModuleComesFromAJarAndItsLibraryFromAnother() throws Exception {
    compile("Library", "public class Library { public static String text() { return \"both\"; } }");
    Path library = Files.createDirectory(folder.resolve("library"));
    module("A", "throw new Exception(Library.text());");
    Path libraryClass = classes.resolve("m/Library.class");
    Files.createDirectory(library.resolve("m"));
    Files.move(libraryClass, library.resolve("m/Library.class"));
    jar();
    assertEquals("both", seen(open("m.jar;library", "A")));
  }

  @Test
  void eachModuleHasItsOwnClasses() throws Exception {
    compile("Shared", "public class Shared { public static int count; }");
    module("A", "Shared.count++;");
    module("B", "throw new Exception(\"\" + ++Shared.count);");
    assertEquals("1", seen(open("classes", "A", "B")));
  }

  @Test
  void aModuleSeesTheJdkSlf4jAndTheModuleApiAlone() throws Exception {
    module(
        "A",
        "String seen = \"\"; for (String name : new String[] {\"org.slf4j.LoggerFactory\","
            + " \"io.outrigger.module.Message\", \"java.sql.Driver\","
            + " \"io.outrigger.gateway.Gateway\", \"com.google.gson.Gson\", \"picocli.CommandLine\"})"
            + " { try { Class.forName(name); seen += \"y\"; } catch (ClassNotFoundException e) { seen"
            + " += \"n\"; } }"
            + " seen += Thread.currentThread().getContextClassLoader() == getClass().getClassLoader();"
            + " seen += getClass().getClassLoader().getResource(\"io/outrigger/gateway/Gateway.class\");"
            + " throw new Exception(seen);");
    assertEquals("yyynnntruenull", seen(open("classes", "A")));
  }

  @Test
  void aClassThatIsNotThereIsReported() throws Exception {
    String problem = problem("Nothing");
    assertTrue(problem.contains("there is no class m.Nothing in [" + classes + "]"), problem);
  }

  @Test
  void aClassThatIsNotAModuleIsReported() throws Exception {
    compile("A", "public class A {}");
    String problem = problem("A");
    assertTrue(problem.contains("m.A isn't a module: it must implement"), problem);
    assertTrue(problem.contains("com.microsoft.azure.gateway.core.IGatewayModule"), problem);
  }

  @Test
  void aClassThatCannotBeMadeIsReported() throws Exception {
    compile("A", "public abstract class A " + MODULE.replace("CREATE", ""));
    assertTrue(problem("A").contains("not abstract"));
    compile("A", "class A " + MODULE.replace("CREATE", ""));
    assertTrue(problem("A").contains("must be public"));
    compile(
        "A",
        "public class A "
            + MODULE
                .replace("CREATE", "")
                .replace("Broker broker;", "Broker broker; public A(int i) {}"));
    assertTrue(problem("A").contains("a public constructor without parameters"));
  }

  @Test
  void aClassThatIsDamagedIsReported() throws Exception {
    module("A", "");
    Files.write(classes.resolve("m/A.class"), new byte[] {1, 2, 3});
    assertTrue(problem("A").contains("can't be loaded"));
  }

  @Test
  void allClassesThatCannotBeUsedAreReportedAtOnce() throws Exception {
    compile("A", "public class A {}");
    GatewayException e = assertThrows(GatewayException.class, () -> open("classes", "A", "B"));
    assertEquals(2, e.getMessage().lines().count());
  }

  @Test
  void aConstructorThatThrowsIsReported() throws Exception {
    compile(
        "A",
        "public class A "
            + MODULE
                .replace("CREATE", "")
                .replace(
                    "Broker broker;",
                    "Broker broker; public A() { throw new IllegalStateException(\"no GPIO\"); }"));
    assertEquals("no GPIO", seen(open("classes", "A")));
  }

  @Test
  void anErrorInAModulesStaticCodeIsReported() throws Exception {
    compile(
        "A",
        "public class A "
            + MODULE
                .replace("CREATE", "")
                .replace(
                    "Broker broker;", "Broker broker; static int x = Integer.parseInt(\"x\");"));
    String seen = seen(open("classes", "A"));
    assertTrue(seen.contains("NumberFormatException"), seen);
  }
}
