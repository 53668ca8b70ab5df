package dev.fairway.testing.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/// AWS's `vnd.amazon.eventstream`: total length, length of the headers, CRC32 of these eight bytes,
/// headers, payload, CRC32 of everything before. All numbers are big endian.
final class EventStream {
  private static final int PRELUDE_BYTES = 12;
  private static final int CHECKSUM_BYTES = 4;
  private static final byte TYPE_STRING = 7;

  private EventStream() {}

  /// A frame with an event, or with an exception when its name says so.
  static byte[] frame(Event event) {
    boolean exception = event.name().endsWith("Exception");
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    header(headers, exception ? ":exception-type" : ":event-type", event.name());
    header(headers, ":content-type", "application/json");
    header(headers, ":message-type", exception ? "exception" : "event");
    return frame(headers.toByteArray(), event.data().getBytes(StandardCharsets.UTF_8));
  }

  private static void header(ByteArrayOutputStream headers, String name, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    headers.write(name.length());
    headers.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    headers.write(TYPE_STRING);
    headers.write(text.length >> 8);
    headers.write(text.length);
    headers.writeBytes(text);
  }

  private static byte[] frame(byte[] headers, byte[] payload) {
    int total = PRELUDE_BYTES + headers.length + payload.length + CHECKSUM_BYTES;
    byte[] frame = new byte[total];
    ByteBuffer buffer = ByteBuffer.wrap(frame).putInt(total).putInt(headers.length);
    buffer.putInt(checksum(frame, buffer.position())).put(headers).put(payload);
    buffer.putInt(checksum(frame, buffer.position()));
    return frame;
  }

  private static int checksum(byte[] frame, int length) {
    CRC32 crc = new CRC32();
    crc.update(frame, 0, length);
    return (int) crc.getValue();
  }

  /// The frame with a checksum that is wrong.
  static byte[] damaged(byte[] frame) {
    byte[] damaged = Arrays.copyOf(frame, frame.length);
    damaged[frame.length - 1] ^= 1;
    return damaged;
  }
}
