package dev.fairway.apiserver.http;

import dev.fairway.apiserver.access.KeyedCertificate;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

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
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trust = {new AnyClient(clientAuthorities)};
      context.init(new KeyManager[] {new OwnCertificate(server)}, trust, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the serving certificate cannot be used", e);
    }
  }

  /// Shows the one certificate there is. A key store would do the same, but encrypts the key under
  /// a password only to decrypt it again, a tenth of a second each time.
  private static final class OwnCertificate extends X509ExtendedKeyManager {
    private static final String ALIAS = "server";

    private final KeyedCertificate own;

    OwnCertificate(KeyedCertificate own) {
      this.own = own;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
      return suits(keyType) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, Socket socket) {
      return suits(keyType) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return suits(keyType) ? new String[] {ALIAS} : null;
    }

    private boolean suits(String keyType) {
      return keyType.equals(own.key().getAlgorithm());
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {own.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return own.key();
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
      return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }
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
