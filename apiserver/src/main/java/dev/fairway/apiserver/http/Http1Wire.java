package dev.fairway.apiserver.http;

import dev.fairway.apiserver.pipeline.ApiAnswer;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Answers written straight to an HTTP/1.1 connection, past Helidon's buffering: the head of a
/// stream leaves at once, and each frame as one chunk. Every such answer is the last of its
/// connection.
final class Http1Wire {
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

  private final DataWriter out;

  Http1Wire(DataWriter out) {
    this.out = out;
  }

  void whole(ApiAnswer.Whole answer) {
    String length = String.valueOf(answer.body().length);
    out.writeNow(
        BufferData.create(
            head(answer.status(), answer.headers(), "content-length: " + length + "\r\n")),
        BufferData.create(answer.body()));
  }

  void streamHead(ApiAnswer.Streamed answer) {
    String chunked = "transfer-encoding: chunked\r\n";
    out.writeNow(BufferData.create(head(answer.status(), answer.headers(), chunked)));
  }

  void chunk(byte[] content) {
    if (content.length == 0) {
      return; // would end the stream
    }
    out.writeNow(
        BufferData.create(ascii(Integer.toHexString(content.length) + "\r\n")),
        BufferData.create(content),
        BufferData.create(LINE_END));
  }

  void streamEnd() {
    out.writeNow(BufferData.create(LAST_CHUNK));
  }

  void switchToWebSocket(String accept) {
    out.writeNow(
        BufferData.create(
            ascii(
                "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
                    + "sec-websocket-accept: "
                    + accept
                    + "\r\n\r\n")));
  }

  private static byte[] head(int status, Map<String, List<String>> headers, String framing) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append(' ');
    head.append(Status.create(status).reasonPhrase()).append("\r\n");
    headers.forEach((name, values) ->
        values.forEach(
            value -> head.append(name).append(": ").append(oneLine(value)).append("\r\n")));
    head.append(framing).append("connection: close\r\n\r\n");
    return ascii(head.toString());
  }

  /// A header value cannot smuggle in further lines.
  private static String oneLine(String value) {
    return value.replace('\r', ' ').replace('\n', ' ');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
