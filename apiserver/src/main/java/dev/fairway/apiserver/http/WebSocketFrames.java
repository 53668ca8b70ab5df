package dev.fairway.apiserver.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/// The server's side of RFC 6455 framing. One thread reads; any thread writes, frames never mix.
final class WebSocketFrames {
  static final int TEXT = 0x1;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  static final int NORMAL_CLOSURE = 1000;
  static final int PROTOCOL_ERROR = 1002;
  static final int MESSAGE_TOO_BIG = 1009;
  static final int INTERNAL_ERROR = 1011;

  /// Clients of a watch say nothing but control frames.
  static final int MAX_PAYLOAD_BYTES = 64 * 1024;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;

  private final DataReader in;
  private final DataWriter out;
  private final ReentrantLock writing = new ReentrantLock();
  private boolean closeSent;

  WebSocketFrames(DataReader in, DataWriter out) {
    this.in = in;
    this.out = out;
  }

  record Frame(int opcode, byte[] payload) {
    /// What a close frame gives as its reason code.
    int closeCode() {
      return payload.length < 2 ? NORMAL_CLOSURE : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }
  }

  /// The client broke the protocol; the connection is to be closed with this code.
  static final class Violation extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;

    Violation(int code) {
      super("close code " + code);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /// Waits for the next frame. Throws Helidon's unchecked exceptions at the end of the input.
  Frame read() throws Violation {
    int first = in.read() & 0xFF;
    int second = in.read() & 0xFF;
    if ((second & MASKED) == 0) {
      throw new Violation(PROTOCOL_ERROR);
    }
    int shortLength = second & 0x7F;
    long length = shortLength < 126 ? shortLength : number(shortLength == 126 ? 2 : 8);
    if (length < 0 || length > MAX_PAYLOAD_BYTES) {
      throw new Violation(MESSAGE_TOO_BIG);
    }
    byte[] mask = bytes(4);
    byte[] payload = bytes((int) length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return new Frame(first & 0x0F, payload);
  }

  /// Writes one whole frame, unless the connection was already said goodbye to.
  void write(int opcode, byte[] payload) {
    writing.lock();
    try {
      if (closeSent) {
        return;
      }
      closeSent = opcode == CLOSE;
      out.writeNow(BufferData.create(head(opcode, payload.length)), BufferData.create(payload));
    } finally {
      writing.unlock();
    }
  }

  void close(int code) {
    write(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
  }

  private static byte[] head(int opcode, int length) {
    ByteArrayOutputStream head = new ByteArrayOutputStream(10);
    head.write(FINAL | opcode);
    if (length < 126) {
      head.write(length);
    } else if (length <= 0xFFFF) {
      head.write(126);
      head.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      head.write(127);
      head.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    return head.toByteArray();
  }

  private long number(int bytes) {
    long number = 0;
    for (byte digit : bytes(bytes)) {
      number = (number << 8) | (digit & 0xFF);
    }
    return number;
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = in.read();
    }
    return bytes;
  }
}
