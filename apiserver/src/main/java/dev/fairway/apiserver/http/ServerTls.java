package dev.fairway.apiserver.http;

import dev.fairway.apiserver.access.KeyedCertificate;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// TLS of the listener: TLS 1.2 and 1.3, a client certificate asked for but not demanded.
final class ServerTls {
  private ServerTls() {}

  static Tls of(KeyedCertificate server, List<X509Certificate> clientAuthorities) {
    return Tls.builder()
        .sslContext(context(server, clientAuthorities))
        .clientAuth(TlsClientAuth.OPTIONAL)
        .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
        .build();
  }

  private static SSLContext context(
      KeyedCertificate server, List<X509Certificate> clientAuthorities) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keyStore(server), new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trust = {new AnyClient(clientAuthorities)};
      context.init(keys.getKeyManagers(), trust, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the serving certificate cannot be used", e);
    }
  }

  private static KeyStore keyStore(KeyedCertificate server)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Certificate[] chain = {server.certificate()};
    store.setKeyEntry("server", server.key(), new char[0], chain);
    return store;
  }

  /// Takes any client certificate, as kube-apiserver does: TLS proves that the client holds the
  /// key, and who signed it is the authenticator's question. So a wrong certificate is a 401 that
  /// says so instead of a broken handshake.
  private static final class AnyClient extends X509ExtendedTrustManager {
    private final List<X509Certificate> authorities;

    AnyClient(List<X509Certificate> authorities) {
      this.authorities = List.copyOf(authorities);
    }

    /// Tells clients that hold several certificates which one to show.
    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return authorities.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      throw new IllegalStateException("this side is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new IllegalStateException("this side is the server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new IllegalStateException("this side is the server");
    }
  }
}
