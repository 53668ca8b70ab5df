package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Places of a request up to which the provider may keep it: Anthropic's `cache_control` in a block
/// and Bedrock's `cachePoint` behind one. Between those two formats they are translated; to others
/// they are hints that get lost.
///
/// A hint is kept aside by its place: Anthropic's by that in its body, Bedrock's, whose points are
/// no parts, by that in the request, such as `messages[2].parts[0].cachePoint`.
final class CacheHints {
  private static final String POINT = "cachePoint";
  private static final String CONTROL = "cache_control";
  private static final Pattern ANTHROPIC =
      Pattern.compile(
          "(?:(system)\\[(\\d{1,9})]|messages\\[(\\d{1,9})]\\.content\\[(\\d{1,9})].*|(tools\\[\\d{1,9}]))\\.cache_control");
  private static final Pattern PART =
      Pattern.compile("messages\\[(\\d{1,9})]\\.parts\\[(\\d{1,9})]\\.cachePoint");

  private final Map<String, Json> ttls = new LinkedHashMap<>();
  private final Map<String, Json> rest = new LinkedHashMap<>();
  private final String dialect;

  private CacheHints(String dialect) {
    this.dialect = dialect;
  }

  /// What a part is kept aside under.
  static String key(String path) {
    return path + "." + POINT;
  }

  /// The hints of a request of any format, for a Bedrock body.
  static CacheHints of(ChatRequest request) {
    CacheHints hints = new CacheHints(request.extras().dialect());
    boolean system =
        !request.messages().isEmpty()
            && request.messages().getFirst().role() == Message.Role.SYSTEM;
    request.extras().fields().forEach((path, value) -> hints.sort(path, value, system ? 1 : 0));
    return hints;
  }

  private void sort(String path, Json value, int systems) {
    Matcher match = ANTHROPIC.matcher(path);
    if (dialect.equals(BedrockDialect.NAME) && path.endsWith("." + POINT)) {
      ttls.put(path.substring(0, path.length() - POINT.length() - 1), ttl(value));
    } else if (dialect.equals(AnthropicDialect.NAME) && match.matches()) {
      ttls.put(place(match, systems), ttl(value));
    } else {
      rest.put(path, value);
    }
  }

  private static String place(Matcher match, int systems) {
    if (match.group(5) != null) {
      return match.group(5);
    }
    return match.group(1) != null
        ? "messages[0].parts[" + match.group(2) + "]"
        : "messages[%d].parts[%s]"
            .formatted(Integer.parseInt(match.group(3)) + systems, match.group(4));
  }

  private static Json ttl(Json value) {
    return value instanceof Json.Obj object
        ? object.field("ttl").orElse(new Json.Null())
        : new Json.Null();
  }

  /// The point to write behind what stands at a place of the request.
  Optional<Json> after(String path) {
    return Optional.ofNullable(ttls.get(path))
        .map(ttl ->
            new Body().put(POINT, new Body().put("type", "default").put("ttl", known(ttl))).json());
  }

  private static @Nullable Json known(Json ttl) {
    return ttl instanceof Json.Null ? null : ttl;
  }

  /// The other fields kept aside.
  Extras rest() {
    return new Extras(dialect, rest);
  }

  /// The fields kept aside of a request, for an Anthropic body: hints of Bedrock are turned into
  /// Anthropic's.
  static List<Extras> forAnthropic(ChatRequest request) {
    if (!request.extras().dialect().equals(BedrockDialect.NAME)) {
      return List.of(request.extras());
    }
    CacheHints hints = CacheHints.of(request);
    int systems = Turns.of(request.messages()).leading().size();
    Map<String, Json> controls = new LinkedHashMap<>();
    hints.ttls.forEach((path, ttl) -> {
      Body control = new Body().put("type", "ephemeral").put("ttl", known(ttl));
      controls.put(inAnthropic(path, systems) + "." + CONTROL, control.json());
    });
    return List.of(new Extras(AnthropicDialect.NAME, controls), hints.rest());
  }

  private static String inAnthropic(String path, int systems) {
    Matcher match = PART.matcher(key(path));
    if (!match.matches()) {
      return path;
    }
    int message = Integer.parseInt(match.group(1));
    return message < systems
        ? "system[" + match.group(2) + "]"
        : "messages[%d].content[%s]".formatted(message - systems, match.group(2));
  }
}
