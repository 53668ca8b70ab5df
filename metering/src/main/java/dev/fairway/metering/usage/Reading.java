package dev.fairway.metering.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads what [Writing] wrote.
final class Reading {
  private final ByteBuffer buffer;

  Reading(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
  }

  @Nullable String textOrNull() {
    int length = small();
    if (length < 0) return null;
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  String text() {
    String text = textOrNull();
    if (text == null) throw new IllegalStateException("a text is missing");
    return text;
  }

  int small() {
    return buffer.getShort();
  }

  long number() {
    return buffer.getLong();
  }

  @Nullable Long numberOrNull() {
    return flag() ? Long.valueOf(number()) : null;
  }

  @Nullable Integer intOrNull() {
    return flag() ? Integer.valueOf((int) number()) : null;
  }

  boolean flag() {
    return buffer.get() != 0;
  }

  UUID id() {
    return new UUID(number(), number());
  }
}
