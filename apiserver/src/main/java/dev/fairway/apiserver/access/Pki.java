package dev.fairway.apiserver.access;

import dev.fairway.apiserver.access.CertificateIssuer.Subject;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The server's own certificates: an authority, the serving certificate, an administrator and the
/// key that signs ServiceAccount tokens.
///
/// Kept in a folder they are used again by the next start; what expires within a month, does not
/// belong together or does not cover the names asked for is issued anew then. Immutable.
///
/// @param authority signs the other two; clients trust it, and client certificates are checked
///   against it
/// @param server covers [#OWN_NAMES] and the names given
/// @param admin user `kubernetes-admin` in group `system:masters`
/// @param tokens signs and verifies ServiceAccount tokens
public record Pki(
    KeyedCertificate authority, KeyedCertificate server, KeyedCertificate admin, KeyPair tokens) {
  /// What the serving certificate always covers.
  public static final List<String> OWN_NAMES =
      List.of(
          "127.0.0.1",
          "::1",
          "localhost",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc",
          "kubernetes.default.svc.cluster.local");

  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
  private static final Duration VALIDITY = Duration.ofDays(365);
  private static final Duration RENEWED_BEFORE_EXPIRY = Duration.ofDays(30);
  private static final Subject ADMIN = new Subject("kubernetes-admin", List.of("system:masters"));

  /// New certificates that exist in memory only.
  ///
  /// @param names further host names and addresses of the server
  public static Pki inMemory(Clock clock, SecureRandom random, Collection<String> names) {
    CertificateIssuer issuer = new CertificateIssuer(random, clock.instant());
    KeyedCertificate authority = issuer.authority("kubernetes", AUTHORITY_VALIDITY);
    return new Pki(
        authority,
        issuer.server(authority, allNames(names), VALIDITY),
        issuer.client(authority, ADMIN, VALIDITY),
        issuer.keyPair());
  }

  /// Certificates kept in a folder, which is made when absent. Keys are readable by the owner only.
  ///
  /// @param names further host names and addresses of the server
  /// @throws java.io.UncheckedIOException when the folder cannot be read or written
  public static Pki keptIn(
      Path folder, Clock clock, SecureRandom random, Collection<String> names) {
    PkiFolder files = PkiFolder.open(folder);
    Instant now = clock.instant();
    CertificateIssuer issuer = new CertificateIssuer(random, now);
    List<String> all = allNames(names);

    KeyedCertificate authority =
        kept(
            files,
            "ca",
            certificate -> lasts(certificate, now),
            () -> issuer.authority("kubernetes", AUTHORITY_VALIDITY));
    Predicate<X509Certificate> valid =
        certificate ->
            lasts(certificate, now) && ClientCertificates.signedBy(certificate, authority);
    return new Pki(
        authority,
        kept(
            files,
            "apiserver",
            valid.and(certificate -> covers(certificate, all)),
            () -> issuer.server(authority, all, VALIDITY)),
        kept(files, "admin", valid, () -> issuer.client(authority, ADMIN, VALIDITY)),
        files
            .keyPair("sa")
            .orElseGet(() -> {
              KeyPair made = issuer.keyPair();
              files.write("sa", made);
              return made;
            }));
  }

  /// Never prints a key.
  @Override
  public String toString() {
    return "Pki[" + authority + ", " + server + ", " + admin + "]";
  }

  private static KeyedCertificate kept(
      PkiFolder files,
      String name,
      Predicate<X509Certificate> usable,
      Supplier<KeyedCertificate> issue) {
    return files
        .certificate(name)
        .filter(found -> usable.test(found.certificate()))
        .orElseGet(() -> {
          KeyedCertificate issued = issue.get();
          files.write(name, issued);
          return issued;
        });
  }

  private static boolean lasts(X509Certificate certificate, Instant now) {
    return !certificate.getNotBefore().toInstant().isAfter(now)
        && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEWED_BEFORE_EXPIRY));
  }

  private static boolean covers(X509Certificate certificate, List<String> names) {
    try {
      Collection<List<?>> covered = certificate.getSubjectAlternativeNames();
      Set<String> known = new HashSet<>();
      if (covered != null) {
        covered.forEach(entry -> known.add(canonical(String.valueOf(entry.get(1)))));
      }
      return names.stream().map(Pki::canonical).allMatch(known::contains);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static String canonical(String name) {
    return IpLiteral.parse(name).map(address -> address.getHostAddress()).orElse(name);
  }

  private static List<String> allNames(Collection<String> names) {
    return Stream.concat(OWN_NAMES.stream(), names.stream()).distinct().toList();
  }
}
