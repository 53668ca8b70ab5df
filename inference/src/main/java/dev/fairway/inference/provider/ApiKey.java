package dev.fairway.inference.provider;

/// A key that goes along with every call.
final class ApiKey implements Credential {
  private final String secret;

  ApiKey(String secret) {
    this.secret = checked("key", secret);
  }

  static String checked(String name, String secret) {
    String bare = secret.strip();
    if (bare.isEmpty()) {
      throw new IllegalArgumentException("the " + name + " is empty");
    }
    if (!bare.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("the " + name + " holds characters that no key has");
    }
    return bare;
  }

  String secret() {
    return secret;
  }

  @Override
  public String removeFrom(String text) {
    return text.replace(secret, "***");
  }

  @Override
  public String toString() {
    return "ApiKey[***]";
  }
}
