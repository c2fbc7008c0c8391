package io.outrigger.nanomsg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class LibraryTest {
  @Test
  void itsFunctionsAreNotGlobalInTheProcess() {
    assertFalse(Library.symbols().all().isEmpty(), "it is loaded");
    assertEquals(0, com.kenai.jffi.Library.getDefault().getSymbolAddress("nn_allocmsg"));
  }
}
