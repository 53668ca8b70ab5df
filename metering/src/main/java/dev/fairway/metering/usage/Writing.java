package dev.fairway.metering.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes values one after another, in the order in which [Reading] reads them.
final class Writing {
  /// Text that is longer is cut: no field of a record has a reason to be.
  static final int LONGEST_TEXT = 512;

  private ByteBuffer buffer = ByteBuffer.allocate(4_096);

  Writing begin() {
    buffer.clear();
    return this;
  }

  byte[] array() {
    return buffer.array();
  }

  int length() {
    return buffer.position();
  }

  Writing text(@Nullable String text) {
    if (text == null) return small(-1);
    String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);
    small(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  Writing small(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  Writing number(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  Writing numberOrNull(@Nullable Number value) {
    if (value == null) return flag(false);
    return flag(true).number(value.longValue());
  }

  Writing flag(boolean value) {
    room(1).put((byte) (value ? 1 : 0));
    return this;
  }

  Writing id(UUID id) {
    return number(id.getMostSignificantBits()).number(id.getLeastSignificantBits());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer larger =
          ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes));
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }
}
