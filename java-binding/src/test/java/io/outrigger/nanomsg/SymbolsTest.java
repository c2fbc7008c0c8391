package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The binding against what the library says of itself, in both directions. */
class SymbolsTest {
  // The namespaces, types and units of nn.h.
  private static final int NAMESPACE = 0;
  private static final int DOMAIN = 2;
  private static final int TRANSPORT = 3;
  private static final int PROTOCOL = 4;
  private static final int OPTION_LEVEL = 5;
  private static final int SOCKET_OPTION = 6;
  private static final int TRANSPORT_OPTION = 7;
  private static final int OPTION_TYPE = 8;
  private static final int OPTION_UNIT = 9;
  private static final int FLAG = 10;
  private static final int LIMIT = 12;
  private static final int EVENT = 13;
  private static final int STATISTIC = 14;
  private static final Map<Class<?>, Integer> UNITS =
      Map.of(Long.class, 1, Duration.class, 2, Priority.class, 3, Boolean.class, 4);
  private static final int TYPE_INT = 1;
  private static final int TYPE_TEXT = 2;

  /** What the binding leaves out, or has in another form; the package documentation says why. */
  private static final Set<String> NOT_OPTIONS =
      Set.of(
          "NN_LINGER",
          "NN_SNDFD",
          "NN_RCVFD",
          "NN_DOMAIN",
          "NN_PROTOCOL",
          "NN_SUB_SUBSCRIBE",
          "NN_SUB_UNSUBSCRIBE");

  private final List<Symbols.Symbol> all = Library.symbols().all();

  private Set<String> names(int... namespaces) {
    Set<Integer> wanted = java.util.Arrays.stream(namespaces).boxed().collect(Collectors.toSet());
    return all.stream()
        .filter(symbol -> wanted.contains(symbol.namespace()))
        .map(Symbols.Symbol::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Symbols.Symbol symbol(String name) {
    return all.stream().filter(symbol -> symbol.name().equals(name)).findAny().orElseThrow();
  }

  @Test
  void theProtocolsAreThoseOfTheLibrary() {
    Set<String> ours = new TreeSet<>();
    for (Protocol protocol : Protocol.values()) {
      ours.add(protocol.symbol());
      assertEquals("NN_" + protocol.name(), protocol.symbol());
      assertEquals(symbol(protocol.symbol()).value(), protocol.number());
    }
    assertEquals(names(PROTOCOL), ours);
  }

  @Test
  void theStatisticsAreThoseOfTheLibrary() {
    Set<String> ours = new TreeSet<>();
    for (Statistic statistic : Statistic.values()) {
      ours.add(statistic.symbol());
      assertEquals("NN_STAT_" + statistic.name(), statistic.symbol());
      assertEquals(symbol(statistic.symbol()).value(), statistic.number());
    }
    assertEquals(names(STATISTIC), ours);
  }

  @Test
  void theOptionsAreThoseOfTheLibraryWithTheirUnits() {
    Set<String> ours = new TreeSet<>(NOT_OPTIONS);
    for (SocketOption<?> option : SocketOption.all()) {
      assertTrue(ours.add(option.symbol()), option.symbol());
      Symbols.Symbol theirs = symbol(option.symbol());
      boolean text = option.valueClass() == String.class;
      assertEquals(text ? TYPE_TEXT : TYPE_INT, theirs.type(), option.symbol());
      assertEquals(UNITS.getOrDefault(option.valueClass(), 0), theirs.unit(), option.symbol());
    }
    assertEquals(names(SOCKET_OPTION, TRANSPORT_OPTION), ours);
  }

  @Test
  void everyOptionThatIsDeclaredIsListed() throws IllegalAccessException {
    Set<Object> declared = new HashSet<>();
    for (Field field : SocketOption.class.getFields()) {
      if (field.getType() == SocketOption.class) {
        declared.add(field.get(null));
      }
    }
    assertEquals(declared, new HashSet<>(SocketOption.all()));
  }

  @Test
  void theFlagsAndDomainsAreThoseOfTheLibrary() {
    assertEquals(
        Set.of("NN_DONTWAIT", "NN_WS_MSG_TYPE_TEXT", "NN_WS_MSG_TYPE_BINARY"), names(FLAG));
    assertEquals(symbol("NN_DONTWAIT").value(), Library.NN_DONTWAIT);
    assertEquals(1, WebSocketMessageType.TEXT.number());
    assertEquals(2, WebSocketMessageType.BINARY.number());
    assertEquals(Set.of("AF_SP", "AF_SP_RAW"), names(DOMAIN));
    assertEquals(symbol("AF_SP").value(), Library.AF_SP);
    assertEquals(symbol("AF_SP_RAW").value(), Library.AF_SP_RAW);
  }

  @Test
  void theTransportsAndTheLimitOfAnAddressAreThoseOfTheLibrary() {
    Set<String> ours = new TreeSet<>();
    for (Transport transport : Transport.values()) {
      String scheme = transport.name().toLowerCase(Locale.ROOT);
      assertEquals(Address.BIND, new Address(Address.BIND, scheme + "://x").operation());
      ours.add("NN_" + transport);
    }
    assertEquals(names(TRANSPORT), ours);
    assertEquals(Set.of("NN_SOCKADDR_MAX"), names(LIMIT));
    assertEquals(symbol("NN_SOCKADDR_MAX").value() - 1, Address.MAX_BYTES);
  }

  @Test
  void theRestAreWhatTheBindingKnowsOf() {
    // The levels of the protocols' own options are the protocols.
    assertEquals(Set.of("NN_SOL_SOCKET"), names(OPTION_LEVEL));
    // Those of nn_poll, which the binding does without.
    assertEquals(Set.of("NN_POLLIN", "NN_POLLOUT"), names(EVENT));
    assertEquals(symbol("NN_TYPE_INT").value(), TYPE_INT);
    assertEquals(symbol("NN_TYPE_STR").value(), TYPE_TEXT);
    assertEquals(symbol("NN_UNIT_BYTES").value(), UNITS.get(Long.class));
    assertEquals(symbol("NN_UNIT_MILLISECONDS").value(), UNITS.get(Duration.class));
    assertEquals(symbol("NN_UNIT_PRIORITY").value(), UNITS.get(Priority.class));
    assertEquals(symbol("NN_UNIT_BOOLEAN").value(), UNITS.get(Boolean.class));
  }

  @Test
  void theLibraryHasNoOtherKindOfConstant() {
    Set<Integer> theirs = all.stream().map(Symbols.Symbol::namespace).collect(Collectors.toSet());
    assertEquals(
        Set.of(
            NAMESPACE,
            Symbols.VERSION,
            DOMAIN,
            TRANSPORT,
            PROTOCOL,
            OPTION_LEVEL,
            SOCKET_OPTION,
            TRANSPORT_OPTION,
            OPTION_TYPE,
            OPTION_UNIT,
            FLAG,
            Symbols.ERROR,
            LIMIT,
            EVENT,
            STATISTIC),
        theirs);
  }

  @Test
  void theErrorNumbersAreThoseOfTheLibrary() throws IllegalAccessException {
    Map<String, Integer> theirs = new TreeMap<>();
    for (Symbols.Symbol symbol : all) {
      if (symbol.namespace() == Symbols.ERROR) {
        theirs.put(symbol.name(), symbol.value());
      }
    }
    int compared = 0;
    for (Field field : Errno.class.getDeclaredFields()) {
      if (field.getName().startsWith("E") && theirs.containsKey(field.getName())) {
        assertEquals(theirs.get(field.getName()), field.getInt(null), field.getName());
        compared++;
      }
    }
    // EPERM, ENOENT and ENOTDIR are the system's alone.
    assertEquals(16, compared);
    assertEquals("EADDRINUSE", Symbols.errorName(Errno.EADDRINUSE));
  }

  @Test
  void theLibraryIsTheOneThatWasMeant() {
    assertEquals(
        "5.1.0",
        symbol("NN_VERSION_CURRENT").value()
            + "."
            + symbol("NN_VERSION_REVISION").value()
            + "."
            + symbol("NN_VERSION_AGE").value());
  }
}
