package io.outrigger.protocol.reqrep;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@link io.outrigger.testsupport.Await} for the tests of {@code pair}, until they use that. */
public final class Await {
  private Await() {}

  /**
   * @param state is told when it takes too long
   */
  public static void until(BooleanSupplier condition, Supplier<?> state) {
    io.outrigger.testsupport.Await.until(state, condition);
  }
}
