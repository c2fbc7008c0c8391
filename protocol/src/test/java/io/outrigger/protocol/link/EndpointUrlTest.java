package io.outrigger.protocol.link;

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
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:5555",
        "tcp://[::1]:1",
        "ws://h:80/path",
        "ipc://x",
        "tcp://lo;h:1",
        "tcp://lo;127.0.0.1:1"
      })
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
    "tcp://[h]:1, has no IPv6 address in its brackets",
    "tcp://[fe80::1%eth0]:1, has no IPv6 address in its brackets",
    "ipc://, has no path",
    "http://h:1, isn't an address",
  })
  void whatCannot(String url, String why) {
    String problem = EndpointUrl.problem(url).orElseThrow();
    assertTrue(problem.contains(why), problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp://*:1", "tcp://lo:1", "tcp://127.0.0.1:1", "ws://[::]:1", "ipc://x"})
  void whatCanBeListenedAt(String url) {
    assertEquals(Optional.empty(), EndpointUrl.listenProblem(url));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://localhost:1, names no network interface of this machine",
    "tcp://[h]:1, has no IPv6 address in its brackets",
  })
  void whatCannotBeListenedAt(String url, String why) {
    String problem = EndpointUrl.listenProblem(url).orElseThrow();
    assertTrue(problem.contains(why), problem);
  }

  @Test
  void hostNamesGiveWayToAddresses() throws Exception {
    String url = "ws://lo;gateway.example:80/path";
    assertEquals("gateway.example", EndpointUrl.hostName(url));
    assertEquals(
        "ws://lo;[2001:db8:0:0:0:0:0:1]:80/path",
        EndpointUrl.withAddress(url, InetAddress.getByName("2001:db8::1")));
    assertEquals(
        "ws://lo;192.0.2.1:80/path",
        EndpointUrl.withAddress(url, InetAddress.getByName("192.0.2.1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ipc://gateway", "tcp://192.0.2.1:1", "tcp://[::1]:1"})
  void othersHaveNone(String url) {
    assertNull(EndpointUrl.hostName(url));
  }
}
