package io.outrigger.interop.modules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A list of numbered messages in a memory-mapped file: what was added is there whichever way the
 * process ends. One thread adds; any process may read meanwhile.
 *
 * <p>The file begins with the number of runs; a run is the messages' origin, the number of the
 * first and how many there are, one after the other.
 */
public final class Journal {
  private static final int MOST_RUNS = 4096;
  private static final int RUN_BYTES = 3 * Long.BYTES;
  private static final int FILE_BYTES = Long.BYTES + MOST_RUNS * RUN_BYTES;
  private static final int INSTANCE_BITS = 8;
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Messages with consecutive numbers. */
  public record Run(long from, long first, long count) {

    /** The number after the last one. */
    public long end() {
      return first + count;
    }
  }

  private final long origin;
  private final ByteBuffer file;

  private Journal(long origin, ByteBuffer file) {
    this.origin = origin;
    this.file = file;
  }

  /** Begins the journal of a module that was just made: {@code ROLE-ORIGIN} in the folder. */
  static Journal create(Path folder, String role) throws IOException {
    int instance = 1;
    while (Files.exists(file(folder, role, origin(instance)))) {
      instance++; // a module of this process from before has it
    }
    Path named = file(folder, role, origin(instance));
    Path unfinished = folder.resolve("new-" + named.getFileName());
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      Journal journal =
          new Journal(origin(instance), channel.map(MapMode.READ_WRITE, 0, FILE_BYTES));
      Files.move(unfinished, named, StandardCopyOption.ATOMIC_MOVE);
      return journal;
    }
  }

  private static long origin(int instance) {
    return ProcessHandle.current().pid() << INSTANCE_BITS | instance;
  }

  private static Path file(Path folder, String role, long origin) {
    return folder.resolve(role + "-" + origin);
  }

  /** Reads a journal that another process may still write. */
  public static Journal open(Path file) {
    String name = file.getFileName().toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Journal(
          Long.parseLong(name.substring(name.lastIndexOf('-') + 1)),
          channel.map(MapMode.READ_ONLY, 0, FILE_BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of all journals of a role. */
  public static List<Path> files(Path folder, String role) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(role + "-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The module instance that it belongs to, of all processes that live at about the same time. */
  public long origin() {
    return origin;
  }

  /** The process of that module. */
  public long pid() {
    return origin >> INSTANCE_BITS;
  }

  /** Adds a message. */
  void add(long from, long number) {
    int runs = runCount();
    if (runs > 0) {
      Run last = run(runs - 1);
      if (last.from == from && last.end() == number) {
        LONG.setRelease(file, place(runs - 1) + 2 * Long.BYTES, last.count + 1);
        return;
      }
    }
    if (runs == MOST_RUNS) {
      throw new IllegalStateException("more than " + MOST_RUNS + " runs: what a disorder");
    }
    file.putLong(place(runs), from);
    file.putLong(place(runs) + Long.BYTES, number);
    file.putLong(place(runs) + 2 * Long.BYTES, 1);
    LONG.setRelease(file, 0, runs + 1L);
  }

  private int runCount() {
    return Math.toIntExact((long) LONG.getAcquire(file, 0));
  }

  private Run run(int index) {
    int place = place(index);
    return new Run(
        file.getLong(place),
        file.getLong(place + Long.BYTES),
        (long) LONG.getAcquire(file, place + 2 * Long.BYTES));
  }

  private static int place(int run) {
    return Long.BYTES + run * RUN_BYTES;
  }

  /** All that was added, in that order. */
  public List<Run> runs() {
    int count = runCount();
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(run(i));
    }
    return runs;
  }

  /** How many messages were added. */
  public long size() {
    return runs().stream().mapToLong(Run::count).sum();
  }
}
