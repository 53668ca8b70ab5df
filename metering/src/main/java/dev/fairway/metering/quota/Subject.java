package dev.fairway.metering.quota;

import java.util.Locale;

/// Whose limit it is. A call counts for several; they are asked in the order of [Kind].
public record Subject(Kind kind, String id) {
  /// In the order in which a call passes them.
  public enum Kind {
    KEY,
    CONSUMER,
    SUBSCRIPTION,
    TEAM,
    PROVIDER;

    private final String word = name().toLowerCase(Locale.ROOT);
  }

  /// @param uid of the ApiKey
  public static Subject key(String uid) {
    return new Subject(Kind.KEY, uid);
  }

  public static Subject consumer(String namespace, String name) {
    return new Subject(Kind.CONSUMER, namespace + "/" + name);
  }

  /// @param namespace a team is one namespace
  public static Subject team(String namespace) {
    return new Subject(Kind.TEAM, namespace);
  }

  public static Subject provider(String name) {
    return new Subject(Kind.PROVIDER, name);
  }

  /// For messages; a key's uid tells its owner nothing.
  String word() {
    return kind == Kind.KEY ? "this key" : "%s %s".formatted(kind.word, id);
  }

  /// Such as `key/0e5c`.
  @Override
  public String toString() {
    return kind.word + "/" + id;
  }
}
