package dev.fairway.apiserver.access;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/// The few ASN.1 types a certificate needs, in distinguished encoding. Each method returns one
/// complete element: tag, length, content.
final class Der {
  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... elements) {
    return element(0x30, elements);
  }

  static byte[] set(byte[]... elements) {
    return element(0x31, elements);
  }

  /// `[number]` around whole elements.
  static byte[] explicit(int number, byte[]... elements) {
    return element(0xA0 | number, elements);
  }

  /// `[number]` in place of a primitive element's own tag.
  static byte[] implicit(int number, byte[] content) {
    return element(0x80 | number, content);
  }

  static byte[] integer(BigInteger value) {
    return element(0x02, value.toByteArray());
  }

  static byte[] bool(boolean value) {
    return element(0x01, new byte[] {(byte) (value ? 0xFF : 0)});
  }

  static byte[] octets(byte[] content) {
    return element(0x04, content);
  }

  static byte[] bits(int unusedBits, byte[] content) {
    return element(0x03, new byte[] {(byte) unusedBits}, content);
  }

  static byte[] utf8(String text) {
    return element(0x0C, text.getBytes(StandardCharsets.UTF_8));
  }

  /// RFC 5280, 4.1.2.5: two-digit years up to 2049, four digits from then on.
  static byte[] time(Instant time) {
    boolean shortYear = time.atOffset(ZoneOffset.UTC).getYear() < 2050;
    String text = (shortYear ? UTC_TIME : GENERALIZED_TIME).format(time);
    return element(shortYear ? 0x17 : 0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] oid(String dotted) {
    long[] arcs = Arrays.stream(dotted.split("\\.")).mapToLong(Long::parseLong).toArray();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    arc(content, arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      arc(content, arcs[i]);
    }
    return element(0x06, content.toByteArray());
  }

  /// Base 128, most significant group first, the high bit set on all but the last.
  private static void arc(ByteArrayOutputStream out, long arc) {
    for (int shift = 56; shift > 0; shift -= 7) {
      if (arc >>> shift != 0) {
        out.write((int) (((arc >>> shift) & 0x7F) | 0x80));
      }
    }
    out.write((int) (arc & 0x7F));
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    length(out, length);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static void length(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    byte[] digits = BigInteger.valueOf(length).toByteArray();
    int skip = digits[0] == 0 ? 1 : 0;
    out.write(0x80 | (digits.length - skip));
    out.write(digits, skip, digits.length - skip);
  }
}
