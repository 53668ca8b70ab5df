package dev.fairway.apiserver.access;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;

/// A kubeconfig file with one cluster and one user, everything embedded, so that it works when
/// copied elsewhere. It holds a private key: [#writeTo] makes it readable by its owner only, and
/// [#toString] does not show it.
///
/// @param name of the cluster, the user and the context
public record KubeConfig(
    String name, URI server, X509Certificate authority, KeyedCertificate user) {
  /// The whole file.
  public String yaml() {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: %1$s
      cluster:
        server: %2$s
        certificate-authority-data: %3$s
    users:
    - name: %1$s
      user:
        client-certificate-data: %4$s
        client-key-data: %5$s
    contexts:
    - name: %1$s
      context:
        cluster: %1$s
        user: %1$s
    current-context: %1$s
    """
        .formatted(
            name,
            server,
            base64(Pem.write(authority)),
            base64(Pem.write(user.certificate())),
            base64(key(user.key())));
  }

  /// Replaces the file as a whole; its folder is made when absent.
  ///
  /// @throws java.io.UncheckedIOException when that fails
  public void writeTo(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      SecretFiles.makeFolder(folder);
    }
    SecretFiles.write(file, yaml());
  }

  @Override
  public String toString() {
    return "KubeConfig[" + name + ", " + server + "]";
  }

  private static String key(PrivateKey key) {
    return key instanceof ECPrivateKey ec ? Pem.writeEc(ec) : Pem.write(key);
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
