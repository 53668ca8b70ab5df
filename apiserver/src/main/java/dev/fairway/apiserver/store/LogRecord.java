package dev.fairway.apiserver.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One entry of a frame: an object that was stored, or a key that was deleted.
///
/// Layout: revision (8 bytes), kind (1), group, plural, namespace, name (each: length in 2 bytes,
/// UTF-8), and for an object the JSON (length in 4 bytes, UTF-8).
sealed interface LogRecord {
  Key key();

  long revision();

  record Put(Stored stored) implements LogRecord {
    @Override
    public Key key() {
      return stored.key();
    }

    @Override
    public long revision() {
      return stored.revision();
    }
  }

  record Delete(Key key, long revision) implements LogRecord {}

  static LogRecord of(Change change) {
    Stored current = change.current();
    return change.kind() == Change.Kind.DELETED
        ? new Delete(current.key(), current.revision())
        : new Put(current);
  }

  default State applyTo(State state) {
    return switch (this) {
      case Put put -> state.with(put.stored, put.revision());
      case Delete delete -> state.without(delete.key, delete.revision);
    };
  }

  static LogRecord read(ByteBuffer frame) {
    long revision = frame.getLong();
    byte kind = frame.get();
    ResourceType type = new ResourceType(text(frame), text(frame));
    Key key = new Key(type, text(frame), text(frame));
    return switch (kind) {
      case Writer.PUT -> new Put(new Stored(key, revision, bytes(frame, frame.getInt())));
      case Writer.DELETE -> new Delete(key, revision);
      default -> throw new StoreFailure("unknown kind of record: " + kind);
    };
  }

  private static String text(ByteBuffer frame) {
    return new String(bytes(frame, Short.toUnsignedInt(frame.getShort())), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer frame, int length) {
    byte[] bytes = new byte[length];
    frame.get(bytes);
    return bytes;
  }

  /// Collects the records of one frame.
  final class Writer {
    private static final byte PUT = 1;
    private static final byte DELETE = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    private final DataOutputStream out = new DataOutputStream(bytes);

    void add(LogRecord entry) {
      try {
        switch (entry) {
          case Put put -> {
            head(put, PUT);
            out.writeInt(put.stored.json().length);
            out.write(put.stored.json());
          }
          case Delete delete -> head(delete, DELETE);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int size() {
      return bytes.size();
    }

    /// What was collected; the writer is empty afterwards.
    ByteBuffer take() {
      ByteBuffer frame = ByteBuffer.wrap(bytes.toByteArray());
      bytes.reset();
      return frame;
    }

    private void head(LogRecord entry, byte kind) throws IOException {
      out.writeLong(entry.revision());
      out.writeByte(kind);
      text(entry.key().type().group());
      text(entry.key().type().plural());
      text(entry.key().namespace());
      text(entry.key().name());
    }

    private void text(String value) throws IOException {
      byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
      if (encoded.length > 0xffff) {
        throw new IllegalArgumentException("a name longer than 65,535 bytes");
      }
      out.writeShort(encoded.length);
      out.write(encoded);
    }
  }
}
