package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Media;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A form as `multipart/form-data`, RFC 7578: texts and files by name, in order.
final class Multipart {
  private static final int MAX_PARTS = 200;
  private static final int MAX_HEAD_BYTES = 4 * 1024;
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;]{1,70}))");
  private static final Pattern NAME = Pattern.compile("(?i);\\s*name=\"([^\"]*)\"");
  private static final Pattern FILENAME = Pattern.compile("(?i);\\s*filename=\"([^\"]*)\"");

  private final List<Part> parts = new ArrayList<>();

  /// @param media of a text, a text in UTF-8 without a name
  private record Part(String name, Media media) {
    boolean isFile() {
      return media.filename() != null;
    }

    String text() {
      return new String(media.bytes(), StandardCharsets.UTF_8);
    }
  }

  Multipart text(String name, @Nullable Object value) {
    if (value != null) {
      byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
      parts.add(new Part(name, new Media("", null, bytes)));
    }
    return this;
  }

  Multipart file(String name, @Nullable Media media) {
    if (media != null) {
      String filename = media.filename() == null ? "file" : media.filename();
      parts.add(new Part(name, new Media(media.mediaType(), filename, media.bytes())));
    }
    return this;
  }

  boolean has(String name) {
    return parts.stream().anyMatch(part -> part.name().equals(name));
  }

  /// What came before, under the names of texts: those that came several times as a list.
  void addTexts(Map<String, Json> fields) {
    for (Part part : parts) {
      if (!part.isFile()) {
        Json text = new Json.Str(part.text());
        fields.merge(part.name(), text, Multipart::listed);
      }
    }
  }

  private static Json listed(Json before, Json next) {
    List<Json> items =
        new ArrayList<>(before instanceof Json.Arr(var listed) ? listed : List.of(before));
    items.add(next);
    return new Json.Arr(items);
  }

  List<Media> files(String name) {
    return parts.stream()
        .filter(part -> part.isFile() && part.name().equals(name))
        .map(Part::media)
        .toList();
  }

  Payload write() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    String boundary = boundary();
    for (Part part : parts) {
      content.writeBytes(utf8("--" + boundary + "\r\n" + head(part) + "\r\n"));
      content.writeBytes(part.media().bytes());
      content.writeBytes(utf8("\r\n"));
    }
    content.writeBytes(utf8("--" + boundary + "--\r\n"));
    return new Payload("multipart/form-data; boundary=" + boundary, content.toByteArray());
  }

  private static String head(Part part) {
    String disposition = "content-disposition: form-data; name=\"" + quoted(part.name()) + "\"";
    return part.isFile()
        ? "%s; filename=\"%s\"\r\ncontent-type: %s\r\n"
            .formatted(
                disposition,
                quoted(String.valueOf(part.media().filename())),
                line(part.media().mediaType()))
        : disposition + "\r\n";
  }

  /// As browsers do it.
  private static String quoted(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String line(String text) {
    return text.isBlank() ? "application/octet-stream" : text.replaceAll("[\\r\\n]", "");
  }

  /// Made of what it separates, so that the same form is the same bytes and none can hold it.
  private String boundary() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(part -> digest.update(part.media().bytes()));
      return "fairway-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// @throws WrongField when it is no such form
  static Multipart read(Payload payload) {
    Matcher match = BOUNDARY.matcher(payload.type());
    if (!payload.mediaType().equals("multipart/form-data") || !match.find()) {
      throw new WrongField("content-type", "must be multipart/form-data with a boundary");
    }
    String boundary = match.group(1) == null ? match.group(2) : match.group(1);
    Multipart form = new Multipart();
    form.read(payload.bytes(), utf8("\r\n--" + boundary));
    return form;
  }

  /// The first delimiter lacks the line break before it.
  private void read(byte[] body, byte[] delimiter) {
    int at = find(body, utf8(new String(delimiter, StandardCharsets.UTF_8).substring(2)), 0);
    int start = at < 0 ? -1 : at + delimiter.length - 2;
    while (start >= 0 && !startsWith(body, utf8("--"), start)) {
      if (parts.size() == MAX_PARTS) {
        throw new WrongField("", "the form has more than " + MAX_PARTS + " parts");
      }
      int end = find(body, delimiter, start);
      if (end < 0) {
        throw new WrongField("", "the form breaks off");
      }
      add(body, start, end);
      start = end + delimiter.length;
    }
    if (start < 0) {
      throw new WrongField("", "the form does not hold its boundary");
    }
  }

  /// One part: the rest of the delimiter's line, header lines, an empty one, the content.
  private void add(byte[] body, int start, int end) {
    byte[] blank = utf8("\r\n\r\n");
    int content = find(body, blank, start);
    if (content < 0 || content > end || content - start > MAX_HEAD_BYTES) {
      throw new WrongField("", "a part of the form has no head, or too long a one");
    }
    String head = new String(body, start, content - start, StandardCharsets.UTF_8);
    String disposition = header(head, "content-disposition");
    Matcher name = NAME.matcher(disposition);
    if (!name.find()) {
      throw new WrongField("", "a part of the form has no name");
    }
    Matcher filename = FILENAME.matcher(disposition);
    byte[] bytes = Arrays.copyOfRange(body, Math.min(content + blank.length, end), end);
    String file = filename.find() ? filename.group(1) : null;
    parts.add(new Part(name.group(1), new Media(header(head, "content-type"), file, bytes)));
  }

  private static String header(String head, String name) {
    for (String line : head.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }

  private static int find(byte[] body, byte[] sought, int from) {
    for (int i = from; i <= body.length - sought.length; i++) {
      if (startsWith(body, sought, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] body, byte[] sought, int at) {
    return at + sought.length <= body.length
        && Arrays.equals(body, at, at + sought.length, sought, 0, sought.length);
  }
}
