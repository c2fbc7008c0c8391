package io.outrigger.protocol.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointUrlTest {
  @ParameterizedTest
  @ValueSource(strings = {"tcp://127.0.0.1:5555", "tcp://[::1]:1", "ws://h:80/path", "ipc://x"})
  void whatCanBeConnectedTo(String url) {
    assertEquals(Optional.empty(), EndpointUrl.problem(url));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://h, has no host and port",
    "tcp://:1, has no host and port",
    "ws://h/path, has no host and port",
    "tcp://h:0, isn't between 1 and 65535",
    "tcp://h:65536, isn't between 1 and 65535",
    "tcp://::1:5555, has an IPv6 address without brackets",
    "tcp://[h]:1, has no usable IPv6 address in its brackets",
    "tcp://[1:2]:1, has no usable IPv6 address in its brackets",
    "tcp://[fe80::1]:1, has no usable IPv6 address in its brackets",
    "tcp://[fe80::1%eth0]:1, has no usable IPv6 address in its brackets",
    "tcp://lo;h:1, has no host and port",
    "tcp://h:1/path, has a path that nanomsg doesn't take",
    "ws://h:1/a:b, has a path that nanomsg doesn't take",
    "tcp://*:1, * is for addresses to listen at",
    "ipc://, has no path",
    "http://h:1, isn't an address",
  })
  void whatCannot(String url, String why) {
    String problem = EndpointUrl.problem(url).orElseThrow();
    assertTrue(problem.contains(why), problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://*:1", "tcp://127.0.0.1:1", "ws://[::]:1", "ipc://x"})
  void whatCanBeListenedAt(String url) {
    assertEquals(Optional.empty(), EndpointUrl.listenProblem(url));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://localhost:1, has a name",
    "tcp://lo:1, has a name",
    "tcp://gateway.example:1, has a name",
    "ws://127.0.0.1:1/path, has a path",
    "tcp://[h]:1, has no usable IPv6 address in its brackets",
  })
  void whatCannotBeListenedAt(String url, String why) {
    String problem = EndpointUrl.listenProblem(url).orElseThrow();
    assertTrue(problem.contains(why), problem);
  }

  @Test
  void hostNamesGiveWayToAddresses() throws Exception {
    String url = "ws://gateway.example:80/path";
    assertEquals("gateway.example", EndpointUrl.hostName(url));
    assertEquals(
        "ws://[2001:db8:0:0:0:0:0:1]:80/path",
        EndpointUrl.withAddress(url, InetAddress.getByName("2001:db8::1")));
    assertEquals(
        "ws://192.0.2.1:80/path", EndpointUrl.withAddress(url, InetAddress.getByName("192.0.2.1")));
  }

  @Test
  void whatOnlyLooksLikeAnAddressIsAName() {
    assertEquals("999.1.1.1", EndpointUrl.hostName("tcp://999.1.1.1:1"));
    assertEquals("010.0.0.1", EndpointUrl.hostName("tcp://010.0.0.1:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc://gateway", "tcp://192.0.2.1:1", "tcp://[::1]:1"})
  void othersHaveNone(String url) {
    assertNull(EndpointUrl.hostName(url));
  }
}
