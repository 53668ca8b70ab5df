package dev.fairway.testing.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Puts an answer on the wire, with or without a fault. Returns whether the connection can go on.
final class Delivery {
  private static final Duration UNTIL_CLIENT_LEAVES = Duration.ZERO;
  private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
  private static final byte[] NOT_A_CHUNK = ascii("zz\r\n");
  private static final byte[] EARLY_HINTS = ascii("HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n");

  private final ClientConnection client;
  private final @Nullable Fault fault;
  private final Map<String, String> headers;

  Delivery(ClientConnection client, @Nullable Fault fault, Map<String, String> headers) {
    this.client = client;
    this.fault = fault;
    this.headers = headers;
  }

  boolean send(int status, Body body, Duration gap) throws IOException {
    if (fault instanceof Fault.EarlyHints) {
      client.write(EARLY_HINTS);
    }
    return switch (body) {
      case Body.Whole whole -> whole(status, whole);
      case Body.Stream stream -> stream(stream, gap);
    };
  }

  private boolean whole(int status, Body.Whole body) throws IOException {
    byte[] sent =
        switch (fault) {
          case Fault.BadJson _ -> half(body.bytes());
          case Fault.GiantLine(var bytes) -> joined(Framing.ARRAY.filler(bytes), body.bytes());
          case Fault.Compressed _ -> gzip(body.bytes());
          case null, default -> body.bytes();
        };
    byte[] head = head(status, body.contentType(), "content-length: " + sent.length);
    return switch (fault) {
      case Fault.Cut _ -> {
        client.write(joined(head, half(sent)));
        yield false;
      }
      case Fault.EarlyClose _ -> {
        client.write(head);
        yield false;
      }
      case Fault.Stall _ -> {
        client.write(joined(head, half(sent)));
        yield left();
      }
      case Fault.ByteByByte _ -> {
        client.write(head);
        for (byte b : sent) {
          client.write(new byte[] {b});
        }
        yield true;
      }
      case Fault.SplitUtf8 _ -> {
        client.write(head);
        for (byte[] piece : brokenCharacters(sent)) {
          client.write(piece);
        }
        yield true;
      }
      case Fault.TwoLengths _ -> {
        client.write(head);
        chunk(sent);
        client.write(LAST_CHUNK);
        yield true;
      }
      case Fault.BadChunkSize _ -> {
        client.write(head(status, body.contentType(), "transfer-encoding: chunked"));
        client.write(joined(NOT_A_CHUNK, sent));
        yield false;
      }
      case null, default -> {
        client.write(joined(head, sent));
        yield true;
      }
    };
  }

  private boolean left() throws IOException {
    if (!client.stays(UNTIL_CLIENT_LEAVES)) {
      throw new IOException("the client left");
    }
    return false;
  }

  private boolean stream(Body.Stream body, Duration gap) throws IOException {
    client.write(head(200, body.framing().contentType(), "transfer-encoding: chunked"));
    send(pieces(body), gap);
    return switch (fault) {
      case Fault.Cut _, Fault.EarlyClose _ -> false;
      case Fault.BadChunkSize _ -> {
        client.write(NOT_A_CHUNK);
        yield false;
      }
      case Fault.Stall _ -> left();
      case null, default -> {
        client.write(LAST_CHUNK);
        yield true;
      }
    };
  }

  /// The events in bytes, as far as they come, and what the fault puts between them.
  private List<byte[]> pieces(Body.Stream body) {
    List<Event> events = new ArrayList<>(body.events());
    int middle = events.size() / 2;
    switch (fault) {
      case Fault.DuplicateStart _ -> events.add(1, events.getFirst());
      case Fault.BadJson _ -> events.set(middle, events.get(middle).withData("{\"broken\": "));
      case Fault.ErrorInStream(var status) -> {
        events.subList(middle, events.size()).clear();
        events.add(body.error().apply(new Wrong(status, "simulated failure")));
      }
      case null, default -> {}
    }
    Framing framing = body.framing();
    List<byte[]> pieces = framing.render(events);
    pieces.add(framing.end());
    switch (fault) {
      case Fault.GiantLine(var bytes) -> pieces.add(middle, framing.filler(bytes));
      case Fault.Comments _ -> {
        for (int i = pieces.size() - 1; i > 0; i--) {
          pieces.add(i, framing.filler(1));
        }
      }
      case Fault.BadChecksum _ when framing == Framing.FRAMES ->
          pieces.set(middle, EventStream.damaged(pieces.get(middle)));
      case Fault.Cut _, Fault.Stall _ -> {
        byte[] next = half(pieces.get(middle));
        pieces.subList(middle, pieces.size()).clear();
        pieces.add(next);
      }
      case Fault.EarlyClose _, Fault.BadChunkSize _ ->
          pieces.subList(middle, pieces.size()).clear();
      case null, default -> {}
    }
    return pieces;
  }

  private void send(List<byte[]> pieces, Duration gap) throws IOException {
    byte[] all = all(pieces);
    switch (fault) {
      case Fault.ByteByByte _ -> {
        for (byte b : all) {
          chunk(new byte[] {b});
        }
      }
      case Fault.SplitUtf8 _ -> {
        for (byte[] piece : brokenCharacters(all)) {
          chunk(piece);
        }
      }
      case Fault.Compressed _ -> chunk(gzip(all));
      case null, default -> {
        if (gap.isZero()) {
          chunk(all);
        } else {
          slowly(pieces, gap);
        }
      }
    }
  }

  private void slowly(List<byte[]> pieces, Duration gap) throws IOException {
    for (byte[] piece : pieces) {
      chunk(piece);
      if (!client.stays(gap)) {
        throw new IOException("the client left");
      }
    }
  }

  private byte[] head(int status, String type, String framing) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("content-type", fault instanceof Fault.WrongContentType ? "text/html" : type);
    if (fault instanceof Fault.Compressed) {
      fields.put("content-encoding", "gzip");
    }
    fields.put("cache-control", "no-cache");
    fields.put("request-id", "req_simulated");
    fields.put("x-request-id", "req_simulated");
    fields.putAll(headers);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Simulated\r\n");
    fields.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (fault instanceof Fault.TwoLengths) {
      head.append(
          framing.startsWith("content-length")
              ? "transfer-encoding: chunked\r\n"
              : "content-length: 17\r\n");
    }
    return ascii(head.append(framing).append("\r\n\r\n").toString());
  }

  /// The bytes in pieces, of which each but the first begins inside a character if there is one of
  /// several bytes.
  private static List<byte[]> brokenCharacters(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < bytes.length; i++) {
      if ((bytes[i] & 0xc0) == 0x80) {
        pieces.add(Arrays.copyOfRange(bytes, from, i));
        from = i;
      }
    }
    pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
    return pieces;
  }

  private void chunk(byte[] bytes) throws IOException {
    if (bytes.length > 0) { // an empty chunk would be the last one
      client.write(
          all(List.of(ascii(Integer.toHexString(bytes.length) + "\r\n"), bytes, ascii("\r\n"))));
    }
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return all(List.of(first, second));
  }

  private static byte[] all(List<byte[]> pieces) {
    byte[] all = new byte[pieces.stream().mapToInt(piece -> piece.length).sum()];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return all;
  }
}
