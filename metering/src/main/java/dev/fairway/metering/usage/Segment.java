package dev.fairway.metering.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// One file of the journal, mapped into memory: what was written there outlives the process. Any
/// number of threads append without a lock; one reads.
///
/// A frame is length, checksum and bytes, at a multiple of eight. The length is negative from the
/// claim of the place until the bytes are there, so that neither a reader nor a later process takes
/// half a frame for a whole one. The head names the life of the content; a segment without one is
/// empty.
final class Segment implements AutoCloseable {
  private static final long MAGIC = 0x4641_4952_4a4c_0001L;
  private static final int HEAD = 24;
  private static final int FRAME_HEAD = 8;
  private static final VarHandle LENGTH = ValueLayout.JAVA_INT.varHandle();

  private final Path file;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final long capacity;
  private final AtomicLong tail = new AtomicLong();

  /// Where the last frame ends, once no more can be claimed.
  private volatile long end;

  private volatile UUID id;
  private long read;

  /// A new or an old file. Its space is written now, so that a full disk shows here and not as a
  /// fault of memory later.
  Segment(Path file, int bytes) {
    this.file = file;
    capacity = bytes;
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long size = channel.size(); size < bytes; size = channel.size()) {
        channel.write(ByteBuffer.allocate((int) Math.min(1 << 16, bytes - size)), size);
      }
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    id = storedId();
    tail.set(capacity);
    end = capacity;
  }

  private UUID storedId() {
    return new UUID(memory.get(ValueLayout.JAVA_LONG, 8), memory.get(ValueLayout.JAVA_LONG, 16));
  }

  /// Whether an earlier process left something in it.
  boolean isUsed() {
    return memory.get(ValueLayout.JAVA_LONG, 0) == MAGIC;
  }

  UUID id() {
    return id;
  }

  /// Empties it for a new life.
  void begin(UUID id) {
    memory.set(ValueLayout.JAVA_LONG, 0, 0);
    VarHandle.fullFence();
    memory.asSlice(HEAD, Math.min(end, capacity) - HEAD).fill((byte) 0);
    memory.set(ValueLayout.JAVA_LONG, 8, id.getMostSignificantBits());
    memory.set(ValueLayout.JAVA_LONG, 16, id.getLeastSignificantBits());
    VarHandle.fullFence();
    memory.set(ValueLayout.JAVA_LONG, 0, MAGIC);
    this.id = id;
    read = HEAD;
    end = Long.MAX_VALUE;
    tail.set(HEAD);
  }

  /// @return false when it is full or sealed
  boolean append(byte[] bytes, int length, CRC32C sum) {
    int size = frameSize(length);
    long at = tail.getAndAdd(size);
    if (at + size > capacity) {
      if (at <= capacity) end = at;
      return false;
    }
    LENGTH.setRelease(memory, at, -length);
    sum.reset();
    sum.update(bytes, 0, length);
    memory.set(ValueLayout.JAVA_INT, at + 4, (int) sum.getValue());
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at + FRAME_HEAD, length);
    LENGTH.setRelease(memory, at, length);
    return true;
  }

  private static int frameSize(int length) {
    return (FRAME_HEAD + length + 7) & -8;
  }

  /// Lets nobody append any more; what was claimed may still be on its way.
  void seal() {
    long at = tail.getAndAdd(capacity + 1);
    if (at <= capacity) end = at;
  }

  /// Hands over what was appended since the last time.
  ///
  /// @return whether it was sealed or full and all of it is handed over
  boolean poll(Consumer<CallRecord> taker) {
    while (read < end && read + FRAME_HEAD <= capacity) {
      int length = (int) LENGTH.getAcquire(memory, read);
      if (length <= 0) return false;
      taker.accept(decode(read, length));
      read += frameSize(length);
    }
    return read >= end || end != Long.MAX_VALUE;
  }

  private CallRecord decode(long at, int length) {
    byte[] bytes = memory.asSlice(at + FRAME_HEAD, length).toArray(ValueLayout.JAVA_BYTE);
    return Codec.readCall(new Reading(bytes));
  }

  boolean isEmpty() {
    return tail.get() == HEAD;
  }

  /// Hands over what an earlier process left, whatever it was doing when it died.
  ///
  /// @return places that were claimed and not written: calls that had not been recorded yet
  int recover(Consumer<CallRecord> taker) {
    int lost = 0;
    long at = HEAD;
    CRC32C sum = new CRC32C();
    while (at + FRAME_HEAD <= capacity) {
      int length = memory.get(ValueLayout.JAVA_INT, at);
      if (length > 0 && isWhole(at, length, sum)) {
        taker.accept(decode(at, length));
        at += frameSize(length);
      } else if (length < 0 && at + frameSize(-length) <= capacity) {
        lost++;
        at += frameSize(-length);
      } else {
        at += FRAME_HEAD;
      }
    }
    return lost;
  }

  private boolean isWhole(long at, int length, CRC32C sum) {
    if (at + FRAME_HEAD + length > capacity) return false;
    sum.reset();
    sum.update(memory.asSlice(at + FRAME_HEAD, length).asByteBuffer());
    return (int) sum.getValue() == memory.get(ValueLayout.JAVA_INT, at + 4);
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
