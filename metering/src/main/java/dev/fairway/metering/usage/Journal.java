package dev.fairway.metering.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Records of calls on their way to the store, in files mapped into memory: a record is safe from
/// the death of the process as soon as [#append] returns, without a system call. (The death of the
/// machine may take the last seconds.) Appending takes no lock, save for the moment in which a file
/// is full.
///
/// The reader seals the file in use, sums what it holds under the file's id, and recycles it when a
/// store or a [Spool] has the sums. Files found at the start are summed again under the same id.
public final class Journal implements AutoCloseable {
  private final Path folder;
  private final int segmentBytes;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
  private final Deque<Segment> spares = new ArrayDeque<>();
  private final Deque<Segment> full = new ArrayDeque<>();
  private final List<Segment> all = new ArrayList<>();
  private volatile Segment active;

  private static final class Scratch {
    final Writing writing = new Writing();
    final CRC32C sum = new CRC32C();
  }

  /// A file that is handed over whole.
  public static final class Sealed {
    private final Segment segment;
    private final UUID id;

    private Sealed(Segment segment) {
      this.segment = segment;
      this.id = segment.id();
    }

    /// Of its content; the same after a crash.
    public UUID id() {
      return id;
    }
  }

  private Journal(Path folder, int segmentBytes) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.active = fresh();
  }

  /// Opens the journal of a folder that no other process uses, and hands over what was left there:
  /// the records of each file, then the file's id.
  public static Journal open(Path folder, int segmentBytes, Recovery recovery) {
    try {
      Files.createDirectories(folder);
      try (var files = Files.list(folder)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".calls")).toList()) {
          recover(file, segmentBytes, recovery);
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Journal(folder, segmentBytes);
  }

  /// Takes what an earlier process left. When it returns from [#end] the records are kept
  /// elsewhere.
  public interface Recovery {
    void record(CallRecord call);

    void end(UUID id);
  }

  private static void recover(Path file, int segmentBytes, Recovery recovery) throws IOException {
    int bytes = (int) Math.max(segmentBytes, Files.size(file));
    try (Segment segment = new Segment(file, bytes)) {
      if (!segment.isUsed()) return;
      segment.recover(recovery::record);
      recovery.end(segment.id());
    }
  }

  /// Keeps a record. Thread-safe.
  public void append(CallRecord call) {
    Scratch own = scratch.get();
    Codec.write(call, own.writing.begin());
    byte[] bytes = own.writing.array();
    int length = own.writing.length();
    Segment segment = active;
    while (!segment.append(bytes, length, own.sum)) {
      segment = roll(segment);
    }
  }

  private synchronized Segment roll(Segment sealed) {
    if (active == sealed) {
      full.add(sealed);
      Segment spare = spares.poll();
      active = spare == null ? fresh() : spare;
    }
    return active;
  }

  private Segment fresh() {
    Segment segment = new Segment(folder.resolve(UUID.randomUUID() + ".calls"), segmentBytes);
    all.add(segment);
    segment.begin(UUID.randomUUID());
    return segment;
  }

  /// Hands over new records, in the order of their files. One thread only, as for all below.
  ///
  /// @param seal whether the file in use ends here, so that all of it becomes one batch
  /// @param ended is told of each file that is handed over whole
  public void poll(boolean seal, Consumer<CallRecord> taker, Consumer<Sealed> ended) {
    Segment current = active;
    if (seal && !current.isEmpty()) {
      current.seal();
      roll(current);
    }
    Segment oldest;
    while ((oldest = oldestFull()) != null) {
      while (!oldest.poll(taker)) Thread.onSpinWait();
      synchronized (this) {
        full.remove();
      }
      ended.accept(new Sealed(oldest));
    }
    if (active == current) current.poll(taker);
  }

  private synchronized @Nullable Segment oldestFull() {
    return full.peek();
  }

  /// Frees a file whose sums are kept elsewhere. It stays for the next burst, so that a thread that
  /// still holds it writes nothing into the void. Any thread.
  public void recycle(Sealed sealed) {
    sealed.segment.begin(UUID.randomUUID());
    synchronized (this) {
      spares.add(sealed.segment);
    }
  }

  /// Nothing may be appended any more. Files that still hold records stay.
  @Override
  public synchronized void close() {
    for (Segment segment : all) {
      if (segment.isEmpty()) segment.delete();
      segment.close();
    }
  }
}
