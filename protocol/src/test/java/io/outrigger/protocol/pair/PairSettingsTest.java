package io.outrigger.protocol.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.outrigger.configuration.ConfigurationException;
import io.outrigger.configuration.ConfigurationObject;
import io.outrigger.configuration.ConfigurationProblems;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairSettingsTest {
  private static PairSettings read(String controlId) throws ConfigurationException {
    return read(controlId, "");
  }

  private static PairSettings read(String controlId, String moreKeys)
      throws ConfigurationException {
    ConfigurationProblems problems = new ConfigurationProblems();
    PairSettings settings =
        PairSettings.read(
            ConfigurationObject.parse(
                "f.json", "{\"control.id\": \"" + controlId + "\"" + moreKeys + "}", problems));
    problems.throwIfAny();
    return settings;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/run/outrigger/", "sockets/", ""})
  void theMessageChannelIsBesideTheControlChannel(String folder) throws Exception {
    String first = read(folder + "control").messageUrl();
    assertTrue(first.matches("ipc://" + folder + "[0-9a-f]+"), first);
    assertTrue(!first.equals(read(folder + "control").messageUrl()), first);
  }

  @Test
  void aTimeoutOfZeroIsTheDefaultAsInTheCGateway() throws Exception {
    assertEquals(Duration.ofSeconds(1), read("c", ", \"timeout\": 0").replyTimeout());
    assertEquals(Duration.ofMillis(7), read("c", ", \"timeout\": 7").replyTimeout());
  }

  @Test
  void aFolderWithoutRoomForTheMessageChannelIsReported() {
    String controlId = "/" + "f".repeat(104) + "/c";
    ConfigurationException e = assertThrows(ConfigurationException.class, () -> read(controlId));
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    assertTrue(e.getMessage().contains("$['control.id']"), e.getMessage());
    assertTrue(e.getMessage().contains("or set message.id"), e.getMessage());
  }
}
