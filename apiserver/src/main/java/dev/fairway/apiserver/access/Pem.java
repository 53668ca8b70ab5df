package dev.fairway.apiserver.access;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PEM text: certificates, PKCS#8 private keys (EC and RSA), public keys.
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA");

  private static final int P256_BYTES = 32;

  private Pem() {}

  public static String write(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("certificate cannot be encoded", e);
    }
  }

  public static String write(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  /// A P-256 key in the older form of RFC 5915, for readers that tell an EC key only by its label:
  /// fabric8's client takes every `PRIVATE KEY` for RSA.
  static String writeEc(ECPrivateKey key) {
    byte[] number = key.getS().toByteArray();
    byte[] padded = new byte[P256_BYTES];
    int length = Math.min(number.length, P256_BYTES); // without a leading sign byte
    System.arraycopy(number, number.length - length, padded, P256_BYTES - length, length);
    return block(
        "EC PRIVATE KEY",
        Der.sequence(
            Der.integer(BigInteger.ONE),
            Der.octets(padded),
            Der.explicit(0, Der.oid("1.2.840.10045.3.1.7"))));
  }

  public static String write(PublicKey key) {
    return block("PUBLIC KEY", key.getEncoded());
  }

  /// All certificates in the text, in order.
  ///
  /// @throws IllegalArgumentException when there is none, or one that cannot be read
  public static List<X509Certificate> certificates(String pem) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> found = new ArrayList<>();
      for (byte[] der : blocks(pem, "CERTIFICATE")) {
        found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
      return List.copyOf(found);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a readable X.509 certificate", e);
    }
  }

  /// The first private key in the text; PKCS#8 only, as `openssl pkcs8 -topk8 -nocrypt` writes it.
  ///
  /// @throws IllegalArgumentException when there is none that can be read; never quotes the text
  public static PrivateKey privateKey(String pem) {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(blocks(pem, "PRIVATE KEY").getFirst());
    return key(factory -> factory.generatePrivate(spec));
  }

  /// The first public key in the text.
  ///
  /// @throws IllegalArgumentException when there is none that can be read
  public static PublicKey publicKey(String pem) {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(blocks(pem, "PUBLIC KEY").getFirst());
    return key(factory -> factory.generatePublic(spec));
  }

  private static <K> K key(KeyReader<K> reader) {
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return reader.read(KeyFactory.getInstance(algorithm));
      } catch (InvalidKeySpecException e) {
        // A key of another algorithm.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java lacks " + algorithm, e);
      }
    }
    throw new IllegalArgumentException("not a readable key of " + KEY_ALGORITHMS);
  }

  private static List<byte[]> blocks(String pem, String type) {
    List<byte[]> found = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(pem);
    while (matcher.find()) {
      if (matcher.group(1).equals(type)) {
        found.add(Base64.getMimeDecoder().decode(matcher.group(2)));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("no PEM block \"" + type + "\" found");
    }
    return found;
  }

  private static String block(String type, byte[] der) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    String base64 = Base64.getMimeEncoder(64, newline).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  private interface KeyReader<K> {
    K read(KeyFactory factory) throws InvalidKeySpecException;
  }
}
