package dev.fairway.gateway.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Reads the answers on one connection to a provider, from bytes that may be cut anywhere: RFC
/// 9112, as strict as a proxy must be. Line ends are CRLF; folded lines, a length beside chunks,
/// two lengths and other transfer codings than chunked are refused, so that nobody behind us sees
/// another end of the body than we do. For one event loop; no Netty handler, so that it can be
/// tried without sockets.
final class ResponseReader {
  private static final int MAX_HEAD_BYTES = 32 * 1024;
  private static final int MAX_HEADER_LINES = 256;
  private static final int MAX_CHUNK_LINE_BYTES = 256;
  private static final int MAX_TRAILER_BYTES = 8 * 1024;

  private final Sink sink;
  private State state = State.HEAD;
  private byte[] line = new byte[1_024];
  private int length;
  private long rest;
  private boolean reusable;

  /// What is read.
  interface Sink {
    void head(ResponseHead head);

    /// Bytes of the body, without chunk framing.
    void body(ByteBuf buffer, int index, int length);

    /// @param reusable whether the connection may serve another request
    void end(boolean reusable);
  }

  private enum State {
    HEAD,
    FIXED,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS,
    UNTIL_CLOSE
  }

  ResponseReader(Sink sink) {
    this.sink = sink;
  }

  /// Whether an answer has begun and has not ended.
  boolean isInside() {
    return state != State.HEAD || length > 0;
  }

  /// Takes all bytes of the buffer.
  ///
  /// @throws MalformedResponse when they are no HTTP
  void read(ByteBuf in) {
    while (in.isReadable()) {
      switch (state) {
        case HEAD -> head(in);
        case FIXED -> fixed(in);
        case CHUNK_SIZE -> chunkSize(in);
        case CHUNK_DATA -> chunkData(in);
        case CHUNK_END -> chunkEnd(in);
        case TRAILERS -> trailers(in);
        case UNTIL_CLOSE -> {
          int readable = in.readableBytes();
          sink.body(in, in.readerIndex(), readable);
          in.skipBytes(readable);
        }
      }
    }
  }

  /// The provider closed the connection.
  ///
  /// @return false when the answer was cut
  boolean close() {
    if (state == State.UNTIL_CLOSE) {
      end(false);
      return true;
    }
    return !isInside();
  }

  /// Copies until the empty line that ends a head.
  private void head(ByteBuf in) {
    while (in.isReadable()) {
      byte b = in.readByte();
      append(b, MAX_HEAD_BYTES, "the head is longer than " + MAX_HEAD_BYTES + " bytes");
      if (b == '\n' && endsHead()) {
        interpret();
        return;
      }
    }
  }

  private boolean endsHead() {
    return length >= 4 && line[length - 2] == '\r' && line[length - 3] == '\n';
  }

  private void interpret() {
    byte[] head = Arrays.copyOf(line, length);
    length = 0;
    new HeadReader(head).read();
  }

  private void append(byte b, int limit, String otherwise) {
    if (length >= limit) {
      throw new MalformedResponse(otherwise);
    }
    if (length == line.length) {
      line = Arrays.copyOf(line, Math.min(limit, 2 * line.length));
    }
    line[length++] = b;
  }

  private void fixed(ByteBuf in) {
    int taken = take(in);
    if (rest == 0 && taken >= 0) {
      end(reusable);
    }
  }

  /// Hands over as much of the rest as there is.
  private int take(ByteBuf in) {
    int taken = (int) Math.min(rest, in.readableBytes());
    sink.body(in, in.readerIndex(), taken);
    in.skipBytes(taken);
    rest -= taken;
    return taken;
  }

  private void chunkSize(ByteBuf in) {
    if (!line(in)) {
      return;
    }
    rest = size();
    length = 0;
    state = rest == 0 ? State.TRAILERS : State.CHUNK_DATA;
  }

  /// Hexadecimal digits, then perhaps an extension, which nobody needs.
  private long size() {
    long size = 0;
    int digits = 0;
    while (digits < length && hex(line[digits]) >= 0) {
      size = size * 16 + hex(line[digits]);
      digits++;
      if (digits > 8) {
        throw new MalformedResponse("a chunk is too long");
      }
    }
    boolean more = digits < length && line[digits] != ';' && line[digits] != ' ';
    if (digits == 0 || more) {
      throw new MalformedResponse("a chunk has no size");
    }
    return size;
  }

  private static int hex(byte b) {
    return b > 0 ? Character.digit(b, 16) : -1;
  }

  private void chunkData(ByteBuf in) {
    take(in);
    if (rest == 0) {
      state = State.CHUNK_END;
      rest = 2;
    }
  }

  private void chunkEnd(ByteBuf in) {
    byte b = in.readByte();
    if (b != (rest == 2 ? '\r' : '\n')) {
      throw new MalformedResponse("a chunk is longer than its size");
    }
    rest--;
    if (rest == 0) {
      state = State.CHUNK_SIZE;
    }
  }

  private void trailers(ByteBuf in) {
    if (!line(in)) {
      return;
    }
    rest += length + 2;
    if (rest > MAX_TRAILER_BYTES) {
      throw new MalformedResponse("the trailers are longer than " + MAX_TRAILER_BYTES + " bytes");
    }
    boolean last = length == 0;
    length = 0;
    if (last) {
      end(reusable);
    }
  }

  /// Copies one line without its end; true when it is complete.
  private boolean line(ByteBuf in) {
    while (in.isReadable()) {
      byte b = in.readByte();
      if (b == '\n') {
        if (length == 0 || line[length - 1] != '\r') {
          throw new MalformedResponse("a line ends without CR");
        }
        length--;
        return true;
      }
      append(b, MAX_CHUNK_LINE_BYTES, "a line between chunks is too long");
    }
    return false;
  }

  private void end(boolean keep) {
    state = State.HEAD;
    length = 0;
    rest = 0;
    sink.end(keep);
  }

  /// Understands one complete head.
  private final class HeadReader {
    private final byte[] head;
    private final int[] lines = new int[4 * 16];
    private int[] all = lines;
    private int count;
    private int at;
    private long contentLength = -1;
    private boolean chunked;
    private boolean close;

    HeadReader(byte[] head) {
      this.head = head;
    }

    void read() {
      boolean newest = version();
      int status = status();
      while (head[at] != '\r') {
        header();
      }
      at += 2;
      if (at != head.length) {
        throw new MalformedResponse("a line ends without CR");
      }
      begin(status, newest);
    }

    private boolean version() {
      boolean known = head.length > 13 && startsWith("HTTP/1.") && head[8] == ' ';
      if (!known || (head[7] != '1' && head[7] != '0')) {
        throw new MalformedResponse("the answer is no HTTP/1.1");
      }
      return head[7] == '1';
    }

    private boolean startsWith(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (head[i] != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private int status() {
      int status = 100 * digit(9) + 10 * digit(10) + digit(11);
      boolean ended = head[12] == ' ' || head[12] == '\r';
      if (!ended || status < 100 || status > 599) {
        throw new MalformedResponse("the answer has no status");
      }
      at = 12;
      skipLine();
      return status;
    }

    private int digit(int index) {
      int digit = head[index] - '0';
      if (digit < 0 || digit > 9) {
        throw new MalformedResponse("the answer has no status");
      }
      return digit;
    }

    private void skipLine() {
      while (head[at] != '\n') {
        at++;
      }
      if (head[at - 1] != '\r') {
        throw new MalformedResponse("a line ends without CR");
      }
      at++;
    }

    private void header() {
      int name = at;
      while (isToken(head[at])) {
        at++;
      }
      int nameEnd = at;
      if (nameEnd == name || head[at] != ':') {
        throw new MalformedResponse("a header line has no name");
      }
      at++;
      int value = at;
      skipLine();
      int valueEnd = at - 2;
      while (value < valueEnd && isBlank(head[value])) {
        value++;
      }
      while (valueEnd > value && isBlank(head[valueEnd - 1])) {
        valueEnd--;
      }
      for (int i = value; i < valueEnd; i++) {
        if ((head[i] >= 0 && head[i] < ' ' && head[i] != '\t') || head[i] == 127) {
          throw new MalformedResponse("a header has a control character");
        }
      }
      keep(name, nameEnd, value, valueEnd);
      understand(name, nameEnd, value, valueEnd);
    }

    private void keep(int name, int nameEnd, int value, int valueEnd) {
      if (count == MAX_HEADER_LINES) {
        throw new MalformedResponse("there are more than " + MAX_HEADER_LINES + " headers");
      }
      if (4 * count == all.length) {
        all = Arrays.copyOf(all, 2 * all.length);
      }
      all[4 * count] = name;
      all[4 * count + 1] = nameEnd;
      all[4 * count + 2] = value;
      all[4 * count + 3] = valueEnd;
      count++;
    }

    private void understand(int name, int nameEnd, int value, int valueEnd) {
      if (ResponseHead.matches(head, name, nameEnd, "content-length")) {
        length(value, valueEnd);
      } else if (ResponseHead.matches(head, name, nameEnd, "transfer-encoding")) {
        if (chunked || !ResponseHead.matches(head, value, valueEnd, "chunked")) {
          throw new MalformedResponse("the transfer coding is not chunked");
        }
        chunked = true;
      } else if (ResponseHead.matches(head, name, nameEnd, "connection")) {
        close |= ResponseHead.matches(head, value, valueEnd, "close");
      }
    }

    private void length(int value, int valueEnd) {
      boolean digits = valueEnd > value && valueEnd - value <= 18;
      long read = 0;
      for (int i = value; digits && i < valueEnd; i++) {
        digits = head[i] >= '0' && head[i] <= '9';
        read = 10 * read + (head[i] - '0');
      }
      if (!digits || contentLength >= 0) {
        throw new MalformedResponse("the length is no number, or is said twice");
      }
      contentLength = read;
    }

    private void begin(int status, boolean newest) {
      if (status == 101) {
        throw new MalformedResponse("the provider switches protocols");
      }
      if (status < 200) {
        return; // the answer is still to come
      }
      if (chunked && (contentLength >= 0 || !newest)) {
        throw new MalformedResponse("the answer has two kinds of length");
      }
      reusable = newest && !close;
      boolean bodiless = status == 204 || status == 304;
      rest = bodiless ? 0 : contentLength;
      state =
          bodiless || !chunked ? (rest < 0 ? State.UNTIL_CLOSE : State.FIXED) : State.CHUNK_SIZE;
      sink.head(new ResponseHead(status, head, all, count, bodiless ? 0 : contentLength));
      if (state == State.FIXED && rest == 0) {
        end(reusable);
      }
    }

    private static boolean isBlank(byte b) {
      return b == ' ' || b == '\t';
    }

    private static boolean isToken(byte b) {
      return (b >= 'a' && b <= 'z')
          || (b >= 'A' && b <= 'Z')
          || (b >= '0' && b <= '9')
          || "!#$%&'*+-.^_`|~".indexOf(b) >= 0;
    }
  }
}
