package dev.fairway.apiserver.types;

import dev.fairway.apiserver.json.JsonSyntax;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the protobuf wire format (protobuf.dev/programming-guides/encoding), one field after the
/// other, bounds checked.
final class ProtobufReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  private final byte[] message;
  private final int end;
  private int at;
  private int number;
  private int wireType;

  ProtobufReader(byte[] message) {
    this.message = message;
    this.end = message.length;
  }

  /// Moves to the next field; false at the end of the message.
  boolean next() {
    if (at >= end) {
      return false;
    }
    long tag = varint();
    number = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    return true;
  }

  /// Whether bytes are left, for packed numbers, which have no tags.
  boolean more() {
    return at < end;
  }

  int number() {
    return number;
  }

  int wireType() {
    return wireType;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw cut();
      }
      byte b = message[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new JsonSyntax("a protobuf number is too long");
  }

  byte[] bytes() {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw cut();
    }
    byte[] value = Arrays.copyOfRange(message, at, at + (int) length);
    at += (int) length;
    return value;
  }

  String string() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  double fixed64() {
    return ByteBuffer.wrap(message, take(8), 8).order(ByteOrder.LITTLE_ENDIAN).getDouble();
  }

  void skip() {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> take(8);
      case BYTES -> bytes();
      case FIXED32 -> take(4);
      default -> throw new JsonSyntax("unknown protobuf wire type " + wireType);
    }
  }

  private int take(int count) {
    if (count > end - at) {
      throw cut();
    }
    int start = at;
    at += count;
    return start;
  }

  private static JsonSyntax cut() {
    return new JsonSyntax("the protobuf message ends in the middle of a field");
  }
}
