package dev.fairway.apiserver.access;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Users by client certificate: the common name is the user, the organizations are the groups.
final class ClientCertificates {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_USAGE = "2.5.29.37.0";

  /// A connection sends its certificate once but asks for its user on every request.
  private static final int REMEMBERED = 1_000;

  private final Set<TrustAnchor> anchors;
  private final Clock clock;
  private final Map<X509Certificate, User> known = new ConcurrentHashMap<>();

  ClientCertificates(List<X509Certificate> authorities, Clock clock) {
    this.anchors =
        authorities.stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toUnmodifiableSet());
    this.clock = clock;
  }

  /// The user of a chain, leaf first; empty when it does not lead to an authority, is not valid now
  /// or is not meant for clients.
  Optional<User> user(List<X509Certificate> chain) {
    X509Certificate leaf = chain.getFirst();
    User remembered = known.get(leaf);
    if (remembered != null) {
      return validNow(leaf) ? Optional.of(remembered) : Optional.empty();
    }
    if (!forClients(leaf) || !leadsToAuthority(chain)) {
      return Optional.empty();
    }
    Optional<User> user = subject(leaf);
    user.ifPresent(found -> remember(leaf, found));
    return user;
  }

  static boolean signedBy(X509Certificate certificate, KeyedCertificate authority) {
    try {
      certificate.verify(authority.certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void remember(X509Certificate leaf, User user) {
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    known.put(leaf, user);
  }

  private boolean validNow(X509Certificate certificate) {
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private boolean leadsToAuthority(List<X509Certificate> chain) {
    try {
      PKIXParameters parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(clock.instant()));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(withoutAnchor(chain)),
              parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// A path ends below its anchor; clients may send the anchor too.
  private List<X509Certificate> withoutAnchor(List<X509Certificate> chain) {
    return chain.stream()
        .filter(certificate ->
            anchors.stream().noneMatch(anchor -> certificate.equals(anchor.getTrustedCert())))
        .toList();
  }

  private static boolean forClients(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.contains(CLIENT_AUTH) || usages.contains(ANY_USAGE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private static Optional<User> subject(X509Certificate certificate) {
    Map<String, List<String>> parts = new HashMap<>();
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (rdn.getValue() instanceof String value) {
          parts.computeIfAbsent(rdn.getType(), type -> new ArrayList<>()).add(value);
        }
      }
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
    List<String> names = parts.getOrDefault("CN", List.of());
    Set<String> groups = new LinkedHashSet<>(parts.getOrDefault("O", List.of()));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new User(names.getLast(), "", List.copyOf(groups), Map.of()));
  }
}
