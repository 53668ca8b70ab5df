package dev.fairway.apiserver.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A file of checked frames: a heading of eight characters, then for each frame its length, the
/// CRC32C of length and content, and the content. Numbers are big-endian.
///
/// A frame is what one force put on the disk. The next frame is begun only after that, so a crash
/// can damage the last frame and no other.
final class Frames {
  static final int HEADING = 8;
  private static final int PREFIX = 8;

  private final Path path;
  private final FileChannel file;
  private long position;

  private Frames(Path path, FileChannel file, long position) {
    this.path = path;
    this.file = file;
    this.position = position;
  }

  /// Starts an empty file.
  static Frames begin(Path path, FileChannel file, String heading) throws IOException {
    file.truncate(0);
    Frames frames = new Frames(path, file, 0);
    frames.write(ByteBuffer.wrap(heading.getBytes(StandardCharsets.US_ASCII)));
    return frames;
  }

  /// Reads a file from its first frame on.
  ///
  /// @throws StoreFailure when the file is of another kind
  static Frames read(Path path, FileChannel file, String heading) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(HEADING);
    readFully(file, found, 0);
    if (!StandardCharsets.US_ASCII.decode(found.flip()).toString().equals(heading)) {
      throw new StoreFailure(
          path + " is not a file of this store, or was written by a newer release");
    }
    return new Frames(path, file, HEADING);
  }

  Path path() {
    return path;
  }

  /// The place behind the last frame read or written.
  long position() {
    return position;
  }

  long length() throws IOException {
    return file.size();
  }

  void append(ByteBuffer content) throws IOException {
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX);
    prefix.putInt(content.remaining()).putInt(checksum(content)).flip();
    write(prefix, content);
  }

  /// Returns once everything appended is on the disk.
  void force() throws IOException {
    file.force(false);
  }

  void truncate() throws IOException {
    file.truncate(position);
    file.force(true);
  }

  void close() throws IOException {
    file.close();
  }

  /// The next whole frame; empty at the end of the file and at anything that is not one.
  Optional<ByteBuffer> next() throws IOException {
    if (position + PREFIX > length()) {
      return Optional.empty();
    }
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX);
    readFully(file, prefix, position);
    int size = prefix.getInt(0);
    if (size <= 0 || size > length() - position - PREFIX) {
      return Optional.empty();
    }
    ByteBuffer content = ByteBuffer.allocate(size);
    readFully(file, content, position + PREFIX);
    content.flip();
    if (checksum(content) != prefix.getInt(4)) {
      return Optional.empty();
    }
    position += PREFIX + size;
    return Optional.of(content);
  }

  /// Whether a whole frame lies anywhere behind the place where reading stopped: then the damage is
  /// not the trace of a crash.
  boolean continuesBehindDamage() throws IOException {
    ByteBuffer rest = ByteBuffer.allocate(Math.toIntExact(length() - position));
    readFully(file, rest, position);
    for (int at = 1; at + PREFIX < rest.limit(); at++) {
      int size = rest.getInt(at);
      if (size > 0
          && size <= rest.limit() - at - PREFIX
          && checksum(rest.slice(at + PREFIX, size)) == rest.getInt(at + 4)) {
        return true;
      }
    }
    return false;
  }

  private void write(ByteBuffer... parts) throws IOException {
    for (ByteBuffer part : parts) {
      while (part.hasRemaining()) {
        position += file.write(part, position);
      }
    }
  }

  private static void readFully(FileChannel file, ByteBuffer into, long from) throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int count = file.read(into, at);
      if (count < 0) {
        throw new EOFException("the file ends at byte " + at);
      }
      at += count;
    }
  }

  private static int checksum(ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(content.remaining()).flip());
    crc.update(content.duplicate());
    return (int) crc.getValue();
  }
}
