package dev.fairway.benchmarks;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// One HTTP/1.1 connection that is kept open, for one thread. Costs little: requests are bytes made
/// beforehand, and of answers only the frame is read.
final class Wire implements AutoCloseable {
  private final Closeable socket;
  private final InputStream in;
  private final OutputStream out;

  private byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;

  private byte[] body = new byte[64 * 1024];
  private int bodyLength;

  private int status;
  private int contentLength;
  private boolean chunked;

  Wire(Closeable socket, InputStream in, OutputStream out) {
    this.socket = socket;
    this.in = in;
    this.out = out;
  }

  /// Sends the request and reads the whole answer.
  ///
  /// @throws UnexpectedAnswer when its status is another one
  void exchange(byte[] request, int expectedStatus) throws IOException {
    out.write(request);
    readHead();
    bodyLength = 0;
    if (chunked) {
      while (appendChunk() > 0) {}
    } else {
      append(contentLength);
    }
    expect(expectedStatus);
  }

  /// Sends the request of a stream and returns when its head is there; [#chunk] reads on.
  void open(byte[] request) throws IOException {
    out.write(request);
    readHead();
    expect(200);
    if (!chunked) {
      throw new IOException("the answer is no stream");
    }
  }

  /// Reads the next piece of a stream into [#body]; false at its end.
  boolean chunk() throws IOException {
    bodyLength = 0;
    return appendChunk() > 0;
  }

  /// The last body or chunk; valid in the first [#bodyLength] bytes and until the next call.
  byte[] body() {
    return body;
  }

  int bodyLength() {
    return bodyLength;
  }

  String text() {
    return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void expect(int expectedStatus) throws UnexpectedAnswer {
    if (status != expectedStatus) {
      throw new UnexpectedAnswer(status, text().substring(0, Math.min(300, bodyLength)));
    }
  }

  private void readHead() throws IOException {
    String statusLine = line();
    status = Integer.parseInt(statusLine, 9, 12, 10);
    contentLength = 0;
    chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      char first = header.charAt(0);
      if (first == 'c' || first == 'C' || first == 't' || first == 'T') {
        readHeader(header.toLowerCase(Locale.ROOT));
      }
    }
  }

  private void readHeader(String header) {
    if (header.startsWith("content-length:")) {
      contentLength = Integer.parseInt(header.substring(15).strip());
    } else if (header.startsWith("transfer-encoding:") && header.endsWith("chunked")) {
      chunked = true;
    }
  }

  private int appendChunk() throws IOException {
    int length = Integer.parseInt(line(), 16);
    append(length);
    line();
    return length;
  }

  private String line() throws IOException {
    int scanned = position;
    while (true) {
      for (; scanned < limit; scanned++) {
        if (buffer[scanned] == '\n') {
          int length = scanned - 1 - position; // without the \r
          String line = new String(buffer, position, length, StandardCharsets.ISO_8859_1);
          position = scanned + 1;
          return line;
        }
      }
      scanned -= position;
      fill(); // which makes position 0
    }
  }

  /// Reads more; what is unread moves to the start of the buffer.
  private void fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * limit);
    }
    limit += read(buffer, limit, buffer.length - limit);
  }

  private void append(int length) throws IOException {
    if (bodyLength + length > body.length) {
      body = Arrays.copyOf(body, Math.max(bodyLength + length, 2 * body.length));
    }
    int buffered = Math.min(length, limit - position);
    System.arraycopy(buffer, position, body, bodyLength, buffered);
    position += buffered;
    int end = bodyLength + length;
    bodyLength += buffered;
    while (bodyLength < end) {
      bodyLength += read(body, bodyLength, end - bodyLength);
    }
  }

  private int read(byte[] into, int offset, int length) throws IOException {
    int read = in.read(into, offset, length);
    if (read < 0) {
      throw new EOFException("the server closed the connection");
    }
    return read;
  }

  /// The server answered, but not what was asked for.
  static final class UnexpectedAnswer extends IOException {
    private static final long serialVersionUID = 1;

    UnexpectedAnswer(int status, String text) {
      super("status " + status + ": " + text);
    }
  }
}
