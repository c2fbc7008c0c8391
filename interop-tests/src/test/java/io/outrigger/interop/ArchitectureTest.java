package io.outrigger.interop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of the house: what each package may import. They only point down. */
class ArchitectureTest {
  private static final String HOUSE = "io.outrigger.";
  private static final String MODULE = "module";
  private static final String NANOMSG = "nanomsg";
  private static final String BASE = "base";
  private static final String CONFIGURATION = "configuration";
  private static final String PROTOCOL = "protocol";
  private static final String WIRE = "protocol.wire";
  private static final String SOCKET = "protocol.socket";
  private static final String REQREP = "protocol.reqrep";
  private static final String PAIR = "protocol.pair";
  private static final String RUNTIME = "runtime";
  private static final String AZURE_MODULES = "runtime.azure";
  private static final String ACTIVATION = "activation";
  private static final String FORK = "activation.fork";
  private static final String SUPERVISION = "supervision";
  private static final String PROXY = "proxy";
  private static final String GATEWAY = "gateway";
  private static final String GATEWAY_CONFIGURATION = "gateway.configuration";
  private static final List<String> BELOW_THE_SESSIONS =
      List.of(MODULE, BASE, CONFIGURATION, PROTOCOL, WIRE, SOCKET);

  /** What each package may import of the house, besides itself. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry(MODULE, List.of()),
          Map.entry(NANOMSG, List.of()),
          Map.entry(BASE, List.of()),
          Map.entry(CONFIGURATION, List.of()),
          Map.entry(WIRE, List.of(MODULE)),
          Map.entry(PROTOCOL, List.of(MODULE, BASE, CONFIGURATION)),
          Map.entry(SOCKET, List.of(BASE, NANOMSG)),
          Map.entry(REQREP, and(BELOW_THE_SESSIONS, NANOMSG)),
          Map.entry(PAIR, and(BELOW_THE_SESSIONS, NANOMSG)),
          Map.entry(AZURE_MODULES, List.of(MODULE, BASE, WIRE)),
          Map.entry(RUNTIME, List.of(MODULE, BASE, AZURE_MODULES)),
          Map.entry("runtime.logging", List.of(RUNTIME)),
          Map.entry(ACTIVATION, List.of(PROTOCOL, CONFIGURATION, FORK)),
          Map.entry(FORK, List.of(BASE, ACTIVATION)),
          Map.entry(SUPERVISION, List.of(BASE, CONFIGURATION, ACTIVATION)),
          Map.entry(PROXY, List.of(MODULE, BASE, CONFIGURATION, PROTOCOL, ACTIVATION, SUPERVISION)),
          Map.entry(GATEWAY, List.of(MODULE, BASE, PROTOCOL, WIRE, PROXY, RUNTIME)),
          Map.entry(GATEWAY_CONFIGURATION, List.of(CONFIGURATION, GATEWAY, PROXY, RUNTIME)),
          Map.entry(
              "gateway.command", List.of(CONFIGURATION, GATEWAY, GATEWAY_CONFIGURATION, RUNTIME)),
          Map.entry(
              "azure", List.of(MODULE, BASE, CONFIGURATION, PROTOCOL, WIRE, PROXY, AZURE_MODULES)),
          Map.entry("host", List.of(MODULE, BASE, CONFIGURATION, PROTOCOL, RUNTIME)),
          Map.entry("samples", List.of(MODULE)),
          Map.entry("testsupport", List.of()));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.outrigger");

  private static List<String> and(List<String> some, String... others) {
    return Stream.concat(some.stream(), Stream.of(others)).toList();
  }

  private static String name(JavaClass type) {
    return type.getPackageName().substring(HOUSE.length());
  }

  @TestFactory
  Stream<DynamicTest> aPackageImportsOnlyWhatLiesBelowIt() {
    return ARROWS.keySet().stream()
        .sorted()
        .map(name -> DynamicTest.dynamicTest(name, () -> checkArrows(name, ARROWS.get(name))));
  }

  private static void checkArrows(String name, List<String> allowed) {
    String[] others =
        ARROWS.keySet().stream()
            .filter(other -> !other.equals(name) && !allowed.contains(other))
            .map(other -> HOUSE + other)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(HOUSE + name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsArrows() {
    Set<String> unknown =
        CLASSES.stream()
            .filter(type -> !type.getPackageName().startsWith(HOUSE + "interop"))
            .map(ArchitectureTest::name)
            .filter(name -> !ARROWS.containsKey(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(unknown.isEmpty(), () -> "packages without arrows: " + unknown);
    Set<String> found = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    ARROWS.keySet().forEach(name -> assertTrue(found.contains(HOUSE + name), name));
  }

  @Test
  void theModuleApiNeedsTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(HOUSE + MODULE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", HOUSE + MODULE)
        .check(CLASSES);
  }

  @Test
  void theBindingNeedsTheJdkAndJnrAlone() {
    classes()
        .that()
        .resideInAPackage(HOUSE + NANOMSG)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "jnr..", "com.kenai.jffi", HOUSE + NANOMSG)
        .check(CLASSES);
  }

  @Test
  void onlyTheSessionsKnowSockets() {
    noClasses()
        .that()
        .resideOutsideOfPackages(HOUSE + NANOMSG, HOUSE + SOCKET, HOUSE + REQREP, HOUSE + PAIR)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(HOUSE + NANOMSG)
        .check(CLASSES);
  }

  @Test
  void packagesOfTheProtocolHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching(HOUSE + "protocol.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  /** So many classes of a package may need each other in a circle. */
  private static final int LARGEST_CIRCLE = 6;

  @TestFactory
  Stream<DynamicTest> noPackageHasALargeCircleOfClasses() {
    return ARROWS.keySet().stream()
        .sorted()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      Set<String> circle = Circles.largest(CLASSES, HOUSE + name);
                      assertTrue(circle.size() <= LARGEST_CIRCLE, circle::toString);
                    }));
  }

  @Test
  void aCircleIsNoticed() {
    // A poller and its keys know each other; if none is found, the rule above sees nothing.
    assertTrue(Circles.largest(CLASSES, HOUSE + NANOMSG).size() > 1);
  }

  @Test
  void anArrowUpwardsIsNoticed() {
    // The sessions import the binding; forbidding that must fail, or the rules above see nothing.
    assertThrows(AssertionError.class, () -> checkArrows(REQREP, BELOW_THE_SESSIONS));
  }
}
