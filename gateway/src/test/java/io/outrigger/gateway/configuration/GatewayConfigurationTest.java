package io.outrigger.gateway.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.gateway.LinkSettings;
import io.outrigger.gateway.OverflowPolicy;
import io.outrigger.proxy.ProxySettings;
import io.outrigger.testsupport.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigurationTest {
  private static final String LOADER =
      "\"loader\": {\"name\": \"java\", \"entrypoint\": {\"class.name\": \"x.Y\", \"class.path\":"
          + " \"classes\"}}";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void makeClassFolder() throws Exception {
    file = folder.resolve("gateway.json");
    Files.createDirectory(folder.resolve("classes"));
  }

  private GatewayConfiguration read(String text) throws Exception {
    Files.writeString(file, text);
    return GatewayConfiguration.read(file);
  }

  private List<String> problems(String text) {
    ConfigurationException e = assertThrows(ConfigurationException.class, () -> read(text));
    return e.getMessage().lines().map(line -> line.replace(file + ":", "")).toList();
  }

  private static String modules(String... names) {
    StringBuilder modules = new StringBuilder("\"modules\": [");
    for (String name : names) {
      modules
          .append(modules.toString().endsWith("[") ? "" : ",")
          .append("\n{\"name\": \"" + name + "\", " + LOADER + "}");
    }
    return modules.append("]").toString();
  }

  @Test
  void aConfigurationOfTheGatewayIsRead() throws Exception {
    GatewayConfiguration configuration =
        read(
            """
            {"modules": [
              {"name": "sensor", "args": { "every" : [1, 2] },
               "loader": {"name": "java",
                 "entrypoint": {"class.name": "x.Y", "class.path": "classes:classes;classes"}}},
              {"name": "printer", "inbox.messages": 7, %s, "args": null}],
             "links": [
              {"source": "*", "sink": "printer"},
              {"source": "sensor", "sink": "printer", "when.full": "drop.oldest"},
              {"source": "printer", "sink": "sensor", "timeout.ms": 20}]}
            """
                .formatted(LOADER));
    assertEquals(
        List.of("sensor", "printer"),
        configuration.modules().stream().map(ModuleEntry::name).toList());
    assertEquals("{\"every\":[1,2]}", configuration.modules().get(0).configuration());
    assertEquals("null", configuration.modules().get(1).configuration());
    assertEquals(1024, configuration.modules().get(0).inboxMessages());
    assertEquals(7, configuration.modules().get(1).inboxMessages());
    Path classes = folder.resolve("classes");
    assertEquals(
        List.of(classes, classes, classes),
        ((JavaLoader) configuration.modules().get(0).loader()).classPath());
    assertEquals(
        List.of(
            new LinkEntry(
                "*", "printer", new LinkSettings(OverflowPolicy.WAIT, Duration.ofSeconds(1))),
            new LinkEntry(
                "sensor",
                "printer",
                new LinkSettings(OverflowPolicy.DROP_OLDEST, Duration.ofSeconds(1))),
            new LinkEntry(
                "printer", "sensor", new LinkSettings(OverflowPolicy.WAIT, Duration.ofMillis(20)))),
        configuration.links());
  }

  @Test
  void aModuleIsRequiredUnlessTheFileSaysOtherwise() throws Exception {
    GatewayConfiguration configuration =
        read(
            "{"
                + modules("a", "b").replace("\"b\",", "\"b\", \"required\": false,")
                + ", \"stop.timeout.ms\": 20000}");
    assertEquals(
        List.of(true, false), configuration.modules().stream().map(ModuleEntry::required).toList());
    assertEquals(Optional.of(Duration.ofSeconds(20)), configuration.stopTimeout());
    assertEquals(Optional.empty(), read("{" + modules("a") + "}").stopTimeout());
  }

  @Test
  void aClassPathThatIsNotThereIsAProblemOnlyOfARequiredModule() throws Exception {
    String text = "{" + modules("a").replace("\"classes\"", "\"nothing\"") + "}";
    assertEquals(1, problems(text).size());
    assertEquals(1, read(text.replace("\"a\",", "\"a\", \"required\": false,")).modules().size());
  }

  @Test
  void linksMayBeMissingAndModulesMayNot() throws Exception {
    assertEquals(List.of(), read("{" + modules("a") + "}").links());
    assertEquals(
        List.of("1:1: $: the key 'modules' is missing: a list, [ … ] is needed"), problems("{}"));
    assertEquals(List.of("1:13: $.modules: the list is empty"), problems("{\"modules\": []}"));
  }

  @Test
  void malformedJsonIsReportedWithItsPlace() {
    assertEquals(
        List.of("2:1: malformed JSON: it ends here, before it is complete"),
        problems("{\"modules\": [\n"));
  }

  @Test
  void aNameThatIsThereTwiceIsReported() {
    assertEquals(
        List.of(
            "3:10: $.modules[1].name: a module of this name is in line 2, column 10: each needs a"
                + " name of its own"),
        problems("{" + modules("a", "a") + "}"));
  }

  @Test
  void aNameThatMeansAllIsReported() {
    assertEquals(
        List.of(
            "2:10: $.modules[0].name: this can't be a module's name: '*' means all modules, and a"
                + " name is one line"),
        problems("{" + modules("*") + "}"));
  }

  @Test
  void aLinkToAnUnknownModuleIsReportedWithTheNearestOne() {
    assertEquals(
        List.of(
            "3:12: $.links[0].source: there is no module of this name: did you mean 'sensor'?",
            "3:30: $.links[0].sink: there is no module of this name: known are 'sensor'",
            "4:25: $.links[1].sink: there is no module of this name: known are 'sensor'"),
        problems(
            "{"
                + modules("sensor")
                + ", \"links\": [\n{\"source\": \"snesor\", \"sink\": \"bus\"},\n"
                + "{\"source\": \"*\", \"sink\": \"*\"}]}"));
  }

  @Test
  void aLinkThatIsThereTwiceIsReported() {
    assertEquals(
        List.of("4:12: $.links[1].source: this link is here a second time: leave one of them"),
        problems(
            "{"
                + modules("a")
                + ", \"links\": [\n{\"source\": \"a\", \"sink\": \"a\"},\n"
                + "{\"source\": \"a\", \"sink\": \"a\"}]}"));
  }

  @Test
  void aTimeoutWithoutAWaitIsReported() {
    assertEquals(
        List.of(
            "3:72: $.links[0]['timeout.ms']: this link drops and never waits: leave the key out"),
        problems(
            "{"
                + modules("a")
                + ", \"links\": [\n{\"source\": \"a\", \"sink\": \"a\", \"when.full\":"
                + " \"drop.newest\", \"timeout.ms\": 5}]}"));
  }

  @Test
  void allThatIsWrongInAFileIsReportedAtOnce() {
    List<String> problems =
        problems(
            """
            {"modules": [
              {"loader": {"name": "jaba"}},
              {"name": "b", "loader": {"name": "java", "entrypoint": {"class.path": "none.jar"}}},
              {"name": "c", "loader": {"name": "java", "entrypoint":
                {"class.name": "x.Y", "class.path": "gateway.json"}}, "inbox.messages": 0},
              {"name": "d", "loader": {"name": "proxy"}, "args": {"listen.url": "udp://x:1",
                "remote.url": 5, "activation.type": "thread"}}],
             "links": [{"source": "a", "sink": "b", "when.full": "drop"}],
             "link": []}
            """);
    String all = String.join("\n", problems);
    for (String expected :
        List.of(
            "2:3: $.modules[0]: the key 'name' is missing",
            "2:23: $.modules[0].loader.name: no such loader: did you mean 'java'?",
            "3:58: $.modules[1].loader.entrypoint: the key 'class.name' is missing",
            "3:73: $.modules[1].loader.entrypoint['class.path']: there is no ",
            "5:41: $.modules[2].loader.entrypoint['class.path']: ",
            "5:77: $.modules[2]['inbox.messages']: here is the number '0'; a whole number from 1",
            "6:69: $.modules[3].args['listen.url']: 'udp://x:1' isn't an address",
            "7:19: $.modules[3].args['remote.url']: here is the number '5'; a text is needed",
            "7:41: $.modules[3].args['activation.type']: here is the text 'thread'; one of 'none'",
            "8:23: $.links[0].source: there is no module of this name",
            "8:54: $.links[0]['when.full']: here is the text 'drop'; one of 'wait',",
            "9:2: $.link: unknown key 'link': known are")) {
      assertTrue(all.contains(expected), () -> expected + " is not in\n" + all);
    }
    assertEquals(12, problems.size(), all);
  }

  @Test
  void aFileOfTheCGatewayIsRead() throws Exception {
    GatewayConfiguration configuration =
        read(
            """
            {"loaders": [
              {"type": "java", "name": "jvm", "configuration": {
                "jvm.options": {"version": 8, "debug": true}, "binding.path": "./libbinding.so"}},
              {"type": "node", "name": "node", "configuration": null}],
             "modules": [
              {"name": "printer",
               "loader": {"name": "jvm", "entrypoint": {
                 "class.name": "com/example/Printer", "class.path": "classes"}}},
              {"name": "remote", "args": null,
               "loader": {"name": "outprocess", "entrypoint": {
                 "activation.type": "none", "control.id": "remote.control",
                 "message.id": "remote.message", "timeout": 500}}},
              {"name": "launched", "args": {"x": "y"},
               "loader": {"name": "outprocess", "entrypoint": {
                 "activation.type": "launch", "control.id": "launched.control",
                 "launch": {"path": "sh", "args": ["-c", "true"], "grace.period.ms": 100}}}}],
             "links": [{"source": "*", "sink": "printer"}]}
            """);
    assertEquals(
        "com.example.Printer", ((JavaLoader) configuration.modules().get(0).loader()).className());
    ProxySettings launched = ((ProxyLoader) configuration.modules().get(2).loader()).settings();
    assertEquals("{\"x\":\"y\"}", launched.moduleConfiguration());
    assertEquals(Duration.ofMillis(100), launched.activation().timeToExit());
    assertEquals(List.of("-c", "true"), launched.activation().program().orElseThrow().arguments());
    ProxySettings remote = ((ProxyLoader) configuration.modules().get(1).loader()).settings();
    assertEquals("null", remote.moduleConfiguration());
    assertTrue(remote.activation().program().isEmpty());
  }

  @Test
  void unknownKeysOfTheCGatewaysFormatAreWarnedOf() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      read(
          """
          {"loaders": [{"type": "java", "name": "jvm", "author": "me"}],
           "modules": [
            {"name": "printer", "description": "prints", "loader": {"name": "java", "version": 1,
               "entrypoint": {"class.name": "x.Y", "class.path": "classes", "comment": 1}}},
            {"name": "remote", "loader": {"name": "outprocess", "entrypoint": {
               "activation.type": "launch", "control.id": "a", "comment": "b",
               "launch": {"path": "sh", "environment": {}}}}}]}
          """);
      for (String key : List.of("author", "description", "version", "comment", "environment")) {
        assertTrue(log.contains("unknown key '" + key + "'"), key);
      }
      assertTrue(log.contains(file + ":6:54: $.modules[1].loader.entrypoint.comment"));
      assertTrue(log.contains("(it is ignored)"));
    }
  }

  @Test
  void unknownKeysOfTheCGatewaysFormatThatLookLikeOneOfOursAreRefused() {
    List<String> problems =
        problems(
            """
            {"modules": [
              {"name": "remote", "inbox.mesages": 5, "loader": {"name": "outprocess", "entrypoint": {
                 "activation.type": "none", "control.id": "a", "window.bites": 4096}}}]}
            """);
    assertEquals(2, problems.size(), problems::toString);
    assertTrue(problems.toString().contains("did you mean 'inbox.messages'?"), problems::toString);
    assertTrue(problems.toString().contains("did you mean 'window.bytes'?"), problems::toString);
  }

  @Test
  void unknownKeysOfOurOwnFormatAreRefused() {
    List<String> problems =
        problems(
            """
            {"modules": [
              {"name": "a", "loader": {"name": "proxy"}, "args": {"listen.url": "ipc://a",
                "remote.url": "ipc://b", "window.mesages": 1}}]}
            """);
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).contains("did you mean 'window.messages'?"), problems.get(0));
  }

  @Test
  void anUnknownTypeOfLoaderIsReported() {
    assertEquals(
        List.of("1:23: $.loaders[0].type: no such type: did you mean 'java'?"),
        problems("{\"loaders\": [{\"type\": \"jawa\"}]," + modules("a") + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\": \"native\", ",
        "\"name\": \"mine\", ",
        "\"name\": null, ",
        "",
      })
  void aNativeModuleIsReportedWithTheEntryToUseInstead(String name) throws Exception {
    List<String> problems =
        problems(
            """
            {"loaders": [{"type": "native", "name": "mine"}],
             "modules": [{"name": "a", "args": {"b": [1]},
               "loader": {%s"entrypoint": {"module.path": "liba.so"}}}]}
            """
                .formatted(name));
    assertEquals(1, problems.size(), problems::toString);
    String entry = problems.get(0).replaceAll(".*of their own: (.*), where HOST.*", "$1");
    GatewayConfiguration instead =
        read("{\"modules\": [{\"name\": \"a\", " + entry.replace("HOST", "sh") + "}]}");
    ProxySettings settings = ((ProxyLoader) instead.modules().get(0).loader()).settings();
    assertEquals(
        "{\"outprocess.loader\":{\"name\":\"native\",\"entrypoint\":{\"module.path\":\"liba.so\"}},"
            + "\"module.args\":{\"b\":[1]}}",
        settings.moduleConfiguration());
    assertEquals(List.of("ID"), settings.activation().program().orElseThrow().arguments());
  }

  @Test
  void aModuleWithoutALoaderIsNative() {
    List<String> problems = problems("{\"modules\": [{\"name\": \"a\"}]}");
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).contains("without a name is 'native'"), problems.get(0));
  }
}
