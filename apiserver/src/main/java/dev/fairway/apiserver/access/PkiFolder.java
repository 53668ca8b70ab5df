package dev.fairway.apiserver.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;

/// Keys and certificates as PEM files: `NAME.key`, `NAME.crt`, `NAME.pub`. A pair that does not
/// belong together, as a start killed between two writes leaves it, counts as absent.
final class PkiFolder {
  private final Path folder;

  private PkiFolder(Path folder) {
    this.folder = folder;
  }

  static PkiFolder open(Path folder) {
    SecretFiles.makeFolder(folder);
    return new PkiFolder(folder);
  }

  Optional<KeyedCertificate> certificate(String name) {
    if (!present(name + ".key") || !present(name + ".crt")) {
      return Optional.empty();
    }
    KeyedCertificate found =
        new KeyedCertificate(
            Pem.privateKey(read(name + ".key")), Pem.certificates(read(name + ".crt")).getFirst());
    boolean pair = belongTogether(found.key(), found.certificate().getPublicKey());
    return pair ? Optional.of(found) : Optional.empty();
  }

  Optional<KeyPair> keyPair(String name) {
    if (!present(name + ".key") || !present(name + ".pub")) {
      return Optional.empty();
    }
    KeyPair found =
        new KeyPair(Pem.publicKey(read(name + ".pub")), Pem.privateKey(read(name + ".key")));
    boolean pair = belongTogether(found.getPrivate(), found.getPublic());
    return pair ? Optional.of(found) : Optional.empty();
  }

  void write(String name, KeyedCertificate keyed) {
    SecretFiles.write(folder.resolve(name + ".key"), Pem.write(keyed.key()));
    SecretFiles.write(folder.resolve(name + ".crt"), Pem.write(keyed.certificate()));
  }

  void write(String name, KeyPair keys) {
    SecretFiles.write(folder.resolve(name + ".key"), Pem.write(keys.getPrivate()));
    SecretFiles.write(folder.resolve(name + ".pub"), Pem.write(keys.getPublic()));
  }

  private boolean present(String file) {
    return Files.exists(folder.resolve(file));
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.resolve(file), e);
    }
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
    try {
      byte[] probe = {1, 2, 3};
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
