package dev.fairway.inference.routing;

import dev.fairway.inference.catalog.Capability;

/// What a call may need and a target may lack.
public enum Ability {
  TOOLS(1, "tools", Capability.TOOLS),
  IMAGES(2, "images", Capability.IMAGES),
  DOCUMENTS(4, "documents", Capability.DOCUMENTS),
  AUDIO(8, "audio", Capability.AUDIO),
  JSON_SCHEMA(16, "response_format", Capability.STRUCTURED_OUTPUT),
  STREAMING(32, "stream", Capability.STREAMING);

  private final int bit;
  private final String word;
  private final Capability capability;

  Ability(int bit, String word, Capability capability) {
    this.bit = bit;
    this.word = word;
    this.capability = capability;
  }

  int bit() {
    return bit;
  }

  /// As it is called in a request.
  String word() {
    return word;
  }

  /// As the catalog calls it.
  Capability capability() {
    return capability;
  }

  static int bits(Iterable<Ability> abilities) {
    int bits = 0;
    for (Ability ability : abilities) {
      bits |= ability.bit;
    }
    return bits;
  }
}
