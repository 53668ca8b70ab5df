package dev.fairway.apiserver.access;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Issues X.509 v3 certificates (RFC 5280) on P-256 keys, signed with ECDSA and SHA-256. The JDK
/// has no public builder for certificates, so the bytes come from [Der].
final class CertificateIssuer {
  /// Clocks of two machines differ: what is issued now is valid since a little earlier.
  private static final Duration BACKDATED = Duration.ofHours(1);

  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final byte[] SIGN_ONLY = Der.bits(7, new byte[] {(byte) 0x80});
  private static final byte[] SIGN_AND_CERTIFY = Der.bits(1, new byte[] {(byte) 0x86});

  private final SecureRandom random;
  private final Instant now;

  CertificateIssuer(SecureRandom random, Instant now) {
    this.random = random;
    this.now = now;
  }

  KeyedCertificate authority(String commonName, Duration validity) {
    return issue(
        keyPair(),
        null,
        new Subject(commonName, List.of()),
        validity,
        critical("2.5.29.19", Der.sequence(Der.bool(true))),
        critical("2.5.29.15", SIGN_AND_CERTIFY));
  }

  KeyedCertificate server(KeyedCertificate authority, List<String> names, Duration validity) {
    return issue(
        keyPair(),
        authority,
        new Subject("kube-apiserver", List.of()),
        validity,
        critical("2.5.29.19", Der.sequence()),
        critical("2.5.29.15", SIGN_ONLY),
        extension("2.5.29.37", Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
        extension("2.5.29.17", alternativeNames(names)));
  }

  /// A client whose user name is `commonName` and whose groups are the organizations.
  KeyedCertificate client(KeyedCertificate authority, Subject subject, Duration validity) {
    return issue(
        keyPair(),
        authority,
        subject,
        validity,
        critical("2.5.29.19", Der.sequence()),
        critical("2.5.29.15", SIGN_ONLY),
        extension("2.5.29.37", Der.sequence(Der.oid("1.3.6.1.5.5.7.3.2"))));
  }

  KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks P-256 keys", e);
    }
  }

  record Subject(String commonName, List<String> organizations) {
    byte[] encoded() {
      List<byte[]> names = new ArrayList<>();
      for (String organization : organizations) {
        names.add(relativeName("2.5.4.10", organization));
      }
      names.add(relativeName("2.5.4.3", commonName));
      return Der.sequence(names.toArray(byte[][]::new));
    }

    private static byte[] relativeName(String type, String value) {
      return Der.set(Der.sequence(Der.oid(type), Der.utf8(value)));
    }
  }

  /// @param authority null: signed by its own key
  private KeyedCertificate issue(
      KeyPair keys,
      @Nullable KeyedCertificate authority,
      Subject subject,
      Duration validity,
      byte[]... extensions) {
    PublicKey signer =
        authority == null ? keys.getPublic() : authority.certificate().getPublicKey();
    byte[] issuer =
        authority == null
            ? subject.encoded()
            : authority.certificate().getSubjectX500Principal().getEncoded();
    List<byte[]> all = new ArrayList<>(List.of(extensions));
    all.add(extension("2.5.29.14", Der.octets(keyId(keys.getPublic()))));
    all.add(extension("2.5.29.35", Der.sequence(Der.implicit(0, keyId(signer)))));
    byte[] body =
        Der.sequence(
            Der.explicit(0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(127, random).setBit(126)),
            ECDSA_SHA256,
            issuer,
            Der.sequence(Der.time(now.minus(BACKDATED)), Der.time(now.plus(validity))),
            subject.encoded(),
            keys.getPublic().getEncoded(),
            Der.explicit(3, Der.sequence(all.toArray(byte[][]::new))));
    PrivateKey signingKey = authority == null ? keys.getPrivate() : authority.key();
    return new KeyedCertificate(keys.getPrivate(), sign(body, signingKey));
  }

  private X509Certificate sign(byte[] body, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key, random);
      signature.update(body);
      byte[] der = Der.sequence(body, ECDSA_SHA256, Der.bits(0, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("certificate could not be signed", e);
    }
  }

  private static byte[] critical(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value));
  }

  private static byte[] extension(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] alternativeNames(List<String> names) {
    return Der.sequence(
        names.stream().map(CertificateIssuer::alternativeName).toArray(byte[][]::new));
  }

  private static byte[] alternativeName(String name) {
    return IpLiteral.parse(name)
        .map(address -> Der.implicit(7, address.getAddress()))
        .orElseGet(() -> Der.implicit(2, name.getBytes(StandardCharsets.US_ASCII)));
  }

  /// RFC 7093, method 1: 160 bits of a SHA-256.
  private static byte[] keyId(PublicKey key) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()), 20);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}
