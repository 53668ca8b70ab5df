package dev.fairway.inference.routing;

/// What a call may need and a target may lack.
public enum Ability {
  TOOLS(1, "tools"),
  IMAGES(2, "images"),
  DOCUMENTS(4, "documents"),
  AUDIO(8, "audio"),
  JSON_SCHEMA(16, "response_format"),
  STREAMING(32, "stream");

  private final int bit;
  private final String word;

  Ability(int bit, String word) {
    this.bit = bit;
    this.word = word;
  }

  int bit() {
    return bit;
  }

  /// As it is called in a request.
  String word() {
    return word;
  }

  static int bits(Iterable<Ability> abilities) {
    int bits = 0;
    for (Ability ability : abilities) {
      bits |= ability.bit;
    }
    return bits;
  }
}
