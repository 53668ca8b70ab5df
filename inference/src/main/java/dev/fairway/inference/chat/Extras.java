package dev.fairway.inference.chat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Fields of a request that the canonical form has no place for, by their path in the body they
/// came from, such as `logit_bias` or `messages[2].content[0].cache_control`.
///
/// @param dialect name of the wire format they were read from; [#ANY] when written by hand, which
///   means they are meant for whichever provider gets the call
public record Extras(String dialect, Map<String, Json> fields) {
  /// The dialect of extras written by hand.
  public static final String ANY = "";

  public static final Extras NONE = new Extras(ANY, Map.of());

  public Extras {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /// Fields meant for whichever provider gets the call.
  public static Extras of(Map<String, Json> fields) {
    return new Extras(ANY, fields);
  }
}
