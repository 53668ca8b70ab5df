package dev.fairway.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/// The bytes of a request in which `##########` stands for a number that differs each time. One
/// thread at a time: the bytes are written over.
final class Template {
  static final String NUMBER = "##########";

  private final byte[] bytes;
  private final int[] places;

  Template(byte[] bytes) {
    this.bytes = bytes.clone();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    places =
        IntStream.iterate(
                text.indexOf(NUMBER),
                place -> place >= 0,
                place -> text.indexOf(NUMBER, place + NUMBER.length()))
            .toArray();
  }

  /// The request with this number, zeros in front.
  byte[] with(long number) {
    long rest = number;
    for (int digit = NUMBER.length() - 1; digit >= 0; digit--) {
      byte character = (byte) ('0' + rest % 10);
      rest /= 10;
      for (int place : places) bytes[place + digit] = character;
    }
    return bytes;
  }
}
