package dev.fairway.apiserver.http;

import dev.fairway.apiserver.access.KeyedCertificate;
import dev.fairway.apiserver.access.Pki;
import java.net.http.HttpClient;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// JDK clients that trust a server's authority and check its name.
final class TestClients {
  private TestClients() {}

  static HttpClient with(Pki trusted, @Nullable KeyedCertificate own, HttpClient.Version version) {
    return HttpClient.newBuilder()
        .sslContext(tls(trusted, own))
        .version(version)
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }

  static SSLContext tls(Pki trusted, @Nullable KeyedCertificate own) {
    try {
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("ca", trusted.authority().certificate());
      TrustManagerFactory trustManagers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trustManagers.init(trust);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      if (own != null) {
        Certificate[] chain = {own.certificate()};
        keys.setKeyEntry("own", own.key(), new char[0], chain);
      }
      // The new factory would hide a certificate that the server's authority did not sign.
      KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("SunX509");
      keyManagers.init(keys, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
