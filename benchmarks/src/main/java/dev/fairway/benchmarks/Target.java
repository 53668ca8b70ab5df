package dev.fairway.benchmarks;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Where a server listens and who the client is there: a certificate of the TLS context, or the
/// bearer token.
record Target(int port, SSLContext tls, String authorization) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int SILENCE_MILLIS = 60_000;

  static Target of(String kubeconfig) {
    try {
      Config config = Config.fromKubeconfig(kubeconfig);
      String token = config.getAutoOAuthToken();
      return new Target(
          URI.create(config.getMasterUrl()).getPort(),
          SSLUtils.sslContext(config),
          token == null || token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the kubeconfig cannot be used", e);
    }
  }

  Wire connect() throws IOException {
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.ofLiteral(LOOPBACK), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(SILENCE_MILLIS);
    socket.startHandshake();
    return new Wire(socket, socket.getInputStream(), socket.getOutputStream());
  }

  byte[] get(String path) {
    return request("GET", path, "");
  }

  /// The bytes of one request; a body is JSON.
  byte[] request(String method, String path, String body) {
    String content =
        body.isEmpty()
            ? ""
            : "Content-Type: application/json\r\nContent-Length: %d\r\n".formatted(body.length());
    return "%s %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: fairway-bench\r\nAccept: application/json\r\n%s%s\r\n%s"
        .formatted(method, path, LOOPBACK, port, authorization, content, body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
