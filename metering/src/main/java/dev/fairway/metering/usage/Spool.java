package dev.fairway.metering.usage;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/// A file of batches that a store would not take, each on the disk before [#append] returns. A
/// batch keeps its id, so that giving it to a store twice adds it once. A frame is length, checksum
/// and batch; a torn one at the end is what a crash left and was never promised. One thread at a
/// time.
public final class Spool implements AutoCloseable {
  private static final int MAX_FRAME = 64 << 20;

  private final Path file;
  private final FileChannel channel;
  private final Writing writing = new Writing();
  private final AtomicInteger batches = new AtomicInteger();

  /// Takes one batch out of the spool; throws when it cannot.
  public interface Taker {
    void take(RollupBatch batch);
  }

  private Spool(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  public static Spool open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Spool spool = new Spool(file, channel);
      channel.truncate(spool.scan(Long.MAX_VALUE, _ -> spool.batches.incrementAndGet()));
      channel.position(channel.size());
      return spool;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized void append(RollupBatch batch) {
    Codec.write(batch, writing.begin());
    CRC32C sum = new CRC32C();
    sum.update(writing.array(), 0, writing.length());
    ByteBuffer frame = ByteBuffer.allocate(2 * Integer.BYTES + writing.length());
    frame.putInt(writing.length()).putInt((int) sum.getValue());
    frame.put(writing.array(), 0, writing.length()).flip();
    try {
      while (frame.hasRemaining()) channel.write(frame);
      channel.force(true);
      batches.incrementAndGet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives all batches to a taker, oldest first, and empties the spool when it took them all. When
  /// it throws everything stays, and is given again the next time. Others may append meanwhile;
  /// then all are given again, which the taker must bear.
  public void replay(Taker taker) {
    long end = end();
    while (end > 0) {
      try {
        scan(end, taker);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (emptied(end)) return;
      end = end();
    }
  }

  private synchronized long end() {
    try {
      return channel.position();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized boolean emptied(long end) {
    try {
      if (channel.position() != end) return false;
      channel.truncate(0).position(0);
      channel.force(true);
      batches.set(0);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return where the last whole frame ends
  private long scan(long until, Taker taker) throws IOException {
    long end = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      while (end < until) {
        int length = in.readInt();
        int expected = in.readInt();
        if (length <= 0 || length > MAX_FRAME) return end;
        byte[] bytes = in.readNBytes(length);
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        if (bytes.length < length || (int) sum.getValue() != expected) return end;
        taker.take(Codec.readBatch(new Reading(bytes)));
        end += 2L * Integer.BYTES + length;
      }
      return end;
    } catch (EOFException _) {
      return end;
    }
  }

  public int batches() {
    return batches.get();
  }

  public synchronized long bytes() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
