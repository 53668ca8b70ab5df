package dev.fairway.testing.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/// Everything a simulator sent on one connection, read without an HTTP client that could mend it.
record RawAnswer(byte[] bytes) {
  static RawAnswer of(Simulator simulator, Format format, boolean stream, String text, String fault)
      throws IOException {
    String body = format.body(text, stream);
    String head =
        "POST %s HTTP/1.1\r\nhost: x\r\nconnection: close\r\nanthropic-version: 2023-06-01\r\n"
                .formatted(format.path(stream))
            + (fault.isEmpty() ? "" : "x-simulator-fault: " + fault + "\r\n")
            + "content-length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n";
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(simulator.url()).getPort())) {
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      return new RawAnswer(socket.getInputStream().readAllBytes());
    }
  }

  String all() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  String head() {
    return all().substring(0, all().indexOf("\r\n\r\n"));
  }

  /// The body without its chunks, as far as it came; one character per byte.
  String body() {
    String rest = all().substring(all().indexOf("\r\n\r\n") + 4);
    if (!head().contains("transfer-encoding: chunked")) {
      return rest;
    }
    StringBuilder body = new StringBuilder();
    while (!rest.isEmpty()) {
      int line = rest.indexOf("\r\n");
      int size = Integer.parseInt(rest.substring(0, line), 16);
      body.append(rest, line + 2, line + 2 + size);
      rest = rest.substring(line + 4 + size);
    }
    return body.toString();
  }

  boolean complete() {
    return all().endsWith("\r\n0\r\n\r\n");
  }

  String unzipped() throws IOException {
    byte[] zipped = body().getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      in.transferTo(plain);
    }
    return plain.toString(StandardCharsets.ISO_8859_1);
  }
}
