package dev.fairway.api.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The installation's secret that keys are digested with: whoever steals the digests alone cannot
/// try out keys. Losing it makes every key useless. It cannot be printed. Thread-safe.
public final class Pepper {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_BYTES = 32;
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /// 40 letters of 62 are 238 bits.
  private static final int KEY_LETTERS = 40;

  private static final String KEY_START = "fw-";
  private static final int PREFIX_LETTERS = KEY_START.length() + 6;

  private final SecretKeySpec secret;

  // A Mac is dear to make and not for two threads at once; event loops are few.
  private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

  /// @throws IllegalArgumentException when there are fewer than 32 bytes
  public Pepper(byte[] bytes) {
    if (bytes.length < MIN_BYTES) {
      throw new IllegalArgumentException(
          "the pepper must have at least %d bytes, has %d".formatted(MIN_BYTES, bytes.length));
    }
    this.secret = new SecretKeySpec(bytes, ALGORITHM);
  }

  /// A new one, as base64, for an installation that has none.
  public static String random(SecureRandom random) {
    byte[] bytes = new byte[MIN_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// A new key, such as `fw-` and 40 letters and digits. It is shown once and kept nowhere.
  public static String newKey(SecureRandom random) {
    StringBuilder key = new StringBuilder(KEY_START);
    for (int i = 0; i < KEY_LETTERS; i++) {
      key.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return key.toString();
  }

  /// The beginning of a key, by which people tell keys apart.
  public static String prefix(String key) {
    return key.substring(0, Math.min(PREFIX_LETTERS, key.length()));
  }

  /// What is kept of a key.
  public KeyDigest digest(String key) {
    return new KeyDigest(macs.get().doFinal(key.getBytes(StandardCharsets.UTF_8)));
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "Pepper[***]";
  }
}
