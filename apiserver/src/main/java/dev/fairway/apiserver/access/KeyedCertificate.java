package dev.fairway.apiserver.access;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate with its private key. Never prints the key.
public record KeyedCertificate(PrivateKey key, X509Certificate certificate) {
  @Override
  public String toString() {
    return "KeyedCertificate[" + certificate.getSubjectX500Principal() + "]";
  }
}
