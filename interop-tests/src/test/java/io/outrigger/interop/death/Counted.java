package io.outrigger.interop.death;

import io.outrigger.protocol.SessionStatistics;
import io.outrigger.testsupport.ChildProcess;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process says at its end that it has counted. */
final class Counted {
  private static final Pattern COUNT = Pattern.compile("([0-9]+) [a-z]+");

  private Counted() {}

  /** Of the gateway's link to its host. */
  static SessionStatistics byProxy(ChildProcess gateway) {
    return statistics(gateway.await("proxy remote: "));
  }

  /** Of the host's link to its gateway. */
  static SessionStatistics byHost(ChildProcess host) {
    return statistics(host.await("session with the gateway: "));
  }

  private static SessionStatistics statistics(ChildProcess.Line line) {
    long[] counts =
        COUNT
            .matcher(line.text())
            .results()
            .mapToLong(count -> Long.parseLong(count.group(1)))
            .toArray();
    return new SessionStatistics(
        counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7]);
  }

  /** How many messages a link of the gateway has counted as this, such as "undelivered". */
  static long onLink(ChildProcess gateway, String link, String what) {
    String text = gateway.await("link " + link + ": ").text();
    Matcher matcher = Pattern.compile("([0-9]+) " + what).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no '" + what + "' in: " + text);
    }
    return Long.parseLong(matcher.group(1));
  }
}
