package dev.fairway.testing.simulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 on one socket, byte by byte under our hand. For one thread.
final class ClientConnection implements AutoCloseable {
  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int MAX_BODY_BYTES = 64 * 1024 * 1024;

  private final Socket socket;
  private final PushbackInputStream in;
  private final OutputStream out;
  private @Nullable ByteArrayOutputStream copy;

  ClientConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new PushbackInputStream(new BufferedInputStream(socket.getInputStream(), 16_384), 1);
    this.out = socket.getOutputStream();
  }

  /// The next request, or null when the client has closed.
  @Nullable Received read() throws IOException {
    String first = line();
    if (first.isEmpty()) {
      return null;
    }
    String[] parts = first.split(" ", 3);
    if (parts.length < 3 || !parts[1].startsWith("/")) {
      throw new IOException("not HTTP: " + first);
    }
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("not a header: " + line);
      }
      headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    Received head = new Received(parts[0], parts[1], headers, new byte[0], "");
    return new Received(head.method(), head.path(), headers, body(head), "");
  }

  private byte[] body(Received head) throws IOException {
    if (head.header("expect").isPresent()) {
      write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    if (head.header("transfer-encoding").orElse("").toLowerCase(Locale.ROOT).contains("chunked")) {
      return chunks();
    }
    int length = Integer.parseInt(head.header("content-length").orElse("0"));
    return exactly(length);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size = Integer.parseInt(line().strip(), 16);
    while (size > 0) {
      body.writeBytes(exactly(size));
      line();
      size = Integer.parseInt(line().strip(), 16);
    }
    line();
    return body.toByteArray();
  }

  private byte[] exactly(int length) throws IOException {
    if (length > MAX_BODY_BYTES) {
      throw new IOException("body too large");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the body broke off");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    while (b >= 0 && b != '\n') {
      line.write(b);
      if (line.size() > MAX_HEAD_BYTES) {
        throw new IOException("head too large");
      }
      b = in.read();
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  void write(byte[] bytes) throws IOException {
    if (copy != null) {
      copy.writeBytes(bytes);
    }
    out.write(bytes);
  }

  /// Keeps what is written from now on.
  void startCopy() {
    copy = new ByteArrayOutputStream();
  }

  /// What was written since the copy began; it ends here.
  byte[] endCopy() {
    byte[] written = copy == null ? new byte[0] : copy.toByteArray();
    copy = null;
    return written;
  }

  /// Waits, and notices when the client leaves meanwhile.
  ///
  /// @param wait zero waits for the client to leave
  /// @return whether the client is still there
  boolean stays(Duration wait) throws IOException {
    socket.setSoTimeout((int) Math.min(wait.toMillis(), Integer.MAX_VALUE));
    try {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      in.unread(next);
      return true;
    } catch (SocketTimeoutException _) {
      return true;
    } finally {
      if (!socket.isClosed()) {
        socket.setSoTimeout(0);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
