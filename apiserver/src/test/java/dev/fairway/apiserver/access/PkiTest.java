package dev.fairway.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

  private final SecureRandom random = new SecureRandom();

  @Test
  void leafCertificatesLeadToTheAuthority() throws Exception {
    Pki pki = Pki.inMemory(at(START), random, List.of());

    for (KeyedCertificate leaf : List.of(pki.server(), pki.admin())) {
      PKIXParameters parameters =
          new PKIXParameters(Set.of(new TrustAnchor(pki.authority().certificate(), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(START));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf.certificate())),
              parameters);
    }
    assertThat(pki.authority().certificate().getBasicConstraints()).isNotNegative();
    assertThat(pki.server().certificate().getBasicConstraints()).isEqualTo(-1);
  }

  @Test
  void theServerCertificateCoversItsOwnAndTheGivenNames() throws Exception {
    Pki pki = Pki.inMemory(at(START), random, List.of("example.test", "192.0.2.7"));

    assertThat(pki.server().certificate().getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .contains("127.0.0.1", "0:0:0:0:0:0:0:1", "localhost", "kubernetes.default.svc")
        .contains("example.test", "192.0.2.7");
  }

  @Test
  void theAdministratorIsAMaster() {
    Pki pki = Pki.inMemory(at(START), random, List.of());
    ClientCertificates clients =
        new ClientCertificates(List.of(pki.authority().certificate()), at(START));

    assertThat(clients.user(List.of(pki.admin().certificate())))
        .hasValueSatisfying(user -> {
          assertThat(user.name()).isEqualTo("kubernetes-admin");
          assertThat(user.groups()).containsExactly("system:masters");
        });
  }

  @Test
  void certificatesAreUsedAgainByTheNextStart(@TempDir Path folder) {
    Pki first = Pki.keptIn(folder.resolve("pki"), at(START), random, List.of());
    Pki second = Pki.keptIn(folder.resolve("pki"), at(START), random, List.of());

    assertThat(second.authority().certificate()).isEqualTo(first.authority().certificate());
    assertThat(second.server().certificate()).isEqualTo(first.server().certificate());
    assertThat(second.admin().certificate()).isEqualTo(first.admin().certificate());
    assertThat(second.admin().key()).isEqualTo(first.admin().key());
    assertThat(second.tokens().getPublic()).isEqualTo(first.tokens().getPublic());
  }

  @Test
  void whatExpiresSoonIsIssuedAnewUnderTheSameAuthority(@TempDir Path folder) {
    Instant later = START.plus(Duration.ofDays(340));
    Pki first = Pki.keptIn(folder, at(START), random, List.of());
    Pki second = Pki.keptIn(folder, at(later), random, List.of());

    assertThat(second.authority().certificate()).isEqualTo(first.authority().certificate());
    assertThat(second.server().certificate()).isNotEqualTo(first.server().certificate());
    assertThat(second.server().certificate().getNotAfter().toInstant())
        .isAfter(later.plus(Duration.ofDays(300)));
  }

  @Test
  void aNewAuthorityBringsNewLeaves(@TempDir Path folder) {
    Pki first = Pki.keptIn(folder, at(START), random, List.of());
    Instant later = START.plus(Duration.ofDays(3640));
    Pki second = Pki.keptIn(folder, at(later), random, List.of());

    assertThat(second.authority().certificate()).isNotEqualTo(first.authority().certificate());
    assertThat(ClientCertificates.signedBy(second.server().certificate(), second.authority()))
        .isTrue();
  }

  @Test
  void anotherNameOfTheServerBringsANewServerCertificateOnly(@TempDir Path folder) {
    Pki first = Pki.keptIn(folder, at(START), random, List.of());
    Pki second = Pki.keptIn(folder, at(START), random, List.of("example.test"));

    assertThat(second.server().certificate()).isNotEqualTo(first.server().certificate());
    assertThat(second.admin().certificate()).isEqualTo(first.admin().certificate());
  }

  @Test
  void aKeyWithoutItsCertificateIsReplaced(@TempDir Path folder) throws IOException {
    Pki.keptIn(folder, at(START), random, List.of());
    Pki other = Pki.inMemory(at(START), random, List.of());
    Files.writeString(folder.resolve("apiserver.key"), Pem.write(other.server().key()));

    Pki second = Pki.keptIn(folder, at(START), random, List.of());

    assertThat(second.server().key()).isNotEqualTo(other.server().key());
  }

  @Test
  void keysAreReadableByTheirOwnerOnly(@TempDir Path folder) throws IOException {
    Pki.keptIn(folder.resolve("pki"), at(START), random, List.of());

    try (Stream<Path> files = Files.list(folder.resolve("pki"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".key")))
          .hasSize(4)
          .allSatisfy(key ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void aKubeconfigEmbedsEverythingAndIsPrivate(@TempDir Path folder) throws IOException {
    Pki pki = Pki.inMemory(at(START), random, List.of());
    Path file = folder.resolve("deep/kubeconfig");
    X509Certificate authority = pki.authority().certificate();

    new KubeConfig("fairway", URI.create("https://127.0.0.1:6443"), authority, pki.admin())
        .writeTo(file);

    io.fabric8.kubernetes.client.Config read =
        io.fabric8.kubernetes.client.Config.fromKubeconfig(file.toFile());
    assertThat(read.getMasterUrl()).startsWith("https://127.0.0.1:6443");
    assertThat(read.getClientKeyData()).isNotBlank();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void keysAreNotPrinted() {
    Pki pki = Pki.inMemory(at(START), random, List.of());
    URI url = URI.create("https://127.0.0.1:1");

    assertThat(pki + " " + new KubeConfig("x", url, pki.authority().certificate(), pki.admin()))
        .contains("kubernetes-admin")
        .doesNotContain("PRIVATE", "BEGIN");
  }

  @Test
  void unreadablePemSaysWhatIsMissing() {
    assertThatThrownBy(() -> Pem.certificates("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CERTIFICATE");
  }

  private static Clock at(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }
}
