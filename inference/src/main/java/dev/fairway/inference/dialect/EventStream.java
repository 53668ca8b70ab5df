package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// AWS's binary framing of streams (`application/vnd.amazon.eventstream`). A frame is its whole
/// length and that of its headers, a checksum of those two, the headers, the payload, and a
/// checksum of all before it; numbers are big endian. Own code of one page; a test holds it against
/// AWS's library.
///
/// An instance reads one stream, from bytes that may be cut anywhere. For one thread.
final class EventStream {
  private static final int PRELUDE = 12;
  private static final int CHECKSUM = 4;
  private static final byte TEXT = 7;

  private final int maxFrameBytes;
  private byte[] waiting = new byte[0];

  EventStream(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /// @param headers those whose values are texts
  record Frame(Map<String, String> headers, byte[] payload) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    byte[] encoded() {
      ByteArrayOutputStream encodedHeaders = new ByteArrayOutputStream();
      headers.forEach((name, value) -> {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        encodedHeaders.write(name.length());
        encodedHeaders.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        encodedHeaders.write(TEXT);
        encodedHeaders.write(text.length >> 8);
        encodedHeaders.write(text.length);
        encodedHeaders.writeBytes(text);
      });
      int length = PRELUDE + encodedHeaders.size() + payload.length + CHECKSUM;
      ByteBuffer frame = ByteBuffer.allocate(length);
      frame.putInt(length).putInt(encodedHeaders.size());
      frame.putInt(checksum(frame.array(), 0, frame.position()));
      frame.put(encodedHeaders.toByteArray()).put(payload);
      return frame.putInt(checksum(frame.array(), 0, frame.position())).array();
    }
  }

  private static int checksum(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  /// The frames that the next bytes complete.
  List<Frame> read(byte[] bytes, int offset, int length) {
    byte[] all = Arrays.copyOf(waiting, waiting.length + length);
    System.arraycopy(bytes, offset, all, waiting.length, length);
    List<Frame> frames = new ArrayList<>();
    int at = 0;
    int next = length(all, at);
    while (next > 0 && all.length - at >= next) {
      frames.add(frame(all, at, next));
      at += next;
      next = length(all, at);
    }
    waiting = Arrays.copyOfRange(all, at, all.length);
    return frames;
  }

  /// Whether the stream stands between two frames.
  boolean isWhole() {
    return waiting.length == 0;
  }

  /// Of the frame that begins there; 0 when too little of it is known.
  private int length(byte[] bytes, int at) {
    if (bytes.length - at < PRELUDE) {
      return 0;
    }
    ByteBuffer prelude = ByteBuffer.wrap(bytes, at, PRELUDE);
    int length = prelude.getInt();
    int headers = prelude.getInt();
    if (prelude.getInt() != checksum(bytes, at, at + PRELUDE - CHECKSUM)) {
      throw broken("the checksum of a frame's beginning is wrong");
    }
    if (headers < 0 || length < PRELUDE + CHECKSUM || headers > length - PRELUDE - CHECKSUM) {
      throw broken("the lengths of a frame are wrong");
    }
    if (length > maxFrameBytes) {
      throw broken("a frame of the stream is longer than " + maxFrameBytes + " bytes");
    }
    return length;
  }

  private static Frame frame(byte[] bytes, int at, int length) {
    int end = at + length - CHECKSUM;
    ByteBuffer frame = ByteBuffer.wrap(bytes, at, length);
    int headersEnd = at + PRELUDE + frame.getInt(at + 4);
    if (frame.getInt(end) != checksum(bytes, at, end)) {
      throw broken("the checksum of a frame is wrong");
    }
    frame.position(at + PRELUDE).limit(headersEnd);
    try {
      return new Frame(headers(frame), Arrays.copyOfRange(bytes, headersEnd, end));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw broken("the headers of a frame are wrong");
    }
  }

  private static Map<String, String> headers(ByteBuffer bytes) {
    Map<String, String> headers = new LinkedHashMap<>();
    while (bytes.hasRemaining()) {
      String name = text(bytes, bytes.get() & 0xff);
      switch (bytes.get()) {
        case TEXT -> headers.put(name, text(bytes, bytes.getShort() & 0xffff));
        case 0, 1 -> {}
        case 2 -> skip(bytes, 1);
        case 3 -> skip(bytes, 2);
        case 4 -> skip(bytes, 4);
        case 5, 8 -> skip(bytes, 8);
        case 6 -> skip(bytes, bytes.getShort() & 0xffff);
        case 9 -> skip(bytes, 16);
        default -> throw new IllegalArgumentException("unknown type of header");
      }
    }
    return headers;
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static void skip(ByteBuffer bytes, int count) {
    bytes.position(bytes.position() + count);
  }

  private static ModelFailureException broken(String why) {
    return new ModelFailureException(
        new ModelFailure.Malformed("the provider's answer cannot be read: " + why));
  }
}
