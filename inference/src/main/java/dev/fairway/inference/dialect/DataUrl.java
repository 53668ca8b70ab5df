package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Part.Source;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `data:` URLs, the form in which OpenAI carries bytes.
final class DataUrl {
  private static final Pattern BASE64 =
      Pattern.compile("data:([^;,]*);base64,(.*)", Pattern.DOTALL);

  private DataUrl() {}

  static Source read(String url) {
    Matcher match = BASE64.matcher(url);
    return match.matches()
        ? new Source.Base64(match.group(1), match.group(2))
        : new Source.Url(url);
  }

  static String write(Source source) {
    return switch (source) {
      case Source.Url(var url) -> url;
      case Source.Base64(var mediaType, var data) -> "data:" + mediaType + ";base64," + data;
    };
  }
}
