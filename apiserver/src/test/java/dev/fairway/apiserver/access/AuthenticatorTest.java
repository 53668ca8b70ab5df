package dev.fairway.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceStores;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Stored;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Key ROBOT =
      new Key(new ResourceType("", "serviceaccounts"), "team-a", "robot");
  private static final Pki PKI = Pki.inMemory(at(NOW), new SecureRandom(), List.of());

  private final ResourceStore store = ResourceStores.inMemory(Clock.systemUTC());
  private final ServiceAccountTokens robots =
      new ServiceAccountTokens(PKI.tokens(), store, at(NOW));
  private Stored robot;

  @BeforeEach
  void storeTheServiceAccount() {
    robot =
        store.create(
            ROBOT,
            Json.parseObject("{\"metadata\":{\"uid\":\"u1\"}}".getBytes(StandardCharsets.UTF_8)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void nobodyWithoutCredentials() {
    assertThat(authenticator(NOW).identify(List.of(), Optional.empty())).hasValue(User.ANONYMOUS);
    assertThat(authenticator(NOW).identify(List.of(), Optional.of("Basic YTpi")))
        .hasValue(User.ANONYMOUS);
  }

  @Test
  void theSubjectOfAClientCertificate() {
    Optional<User> user =
        authenticator(NOW).identify(List.of(PKI.admin().certificate()), Optional.empty());

    assertThat(user.orElseThrow().name()).isEqualTo("kubernetes-admin");
    assertThat(user.orElseThrow().groups())
        .containsExactly("system:masters", "system:authenticated");
  }

  @Test
  void aCertificateMayComeWithItsAuthority() {
    List<X509Certificate> chain = List.of(PKI.admin().certificate(), PKI.authority().certificate());

    assertThat(authenticator(NOW).identify(chain, Optional.empty())).isPresent();
  }

  @Test
  void nobodyKnowsAForeignCertificate() {
    Pki foreign = Pki.inMemory(at(NOW), new SecureRandom(), List.of());

    assertThat(
            authenticator(NOW).identify(List.of(foreign.admin().certificate()), Optional.empty()))
        .isEmpty();
  }

  @Test
  void anExpiredCertificateIsRefusedAlsoWhenItWasKnown() {
    List<X509Certificate> admin = List.of(PKI.admin().certificate());
    Instant late = NOW.plus(Duration.ofDays(400));
    MovingClock clock = new MovingClock(NOW);
    Authenticator authenticator =
        new Authenticator(List.of(PKI.authority().certificate()), Map.of(), null, clock);
    assertThat(authenticator.identify(admin, Optional.empty())).isPresent();

    clock.now = late;

    assertThat(authenticator.identify(admin, Optional.empty())).isEmpty();
    assertThat(authenticator(late).identify(admin, Optional.empty())).isEmpty();
  }

  @Test
  void aServerCertificateIsNoClientCertificate() {
    assertThat(authenticator(NOW).identify(List.of(PKI.server().certificate()), Optional.empty()))
        .isEmpty();
  }

  @Test
  void staticTokens() {
    assertThat(token("t0ken"))
        .hasValueSatisfying(user -> assertThat(user.name()).isEqualTo("jane"));
    assertThat(token("t0ken").orElseThrow().groups())
        .containsExactly("dev", "system:authenticated");
    assertThat(token("other")).isEmpty();
    assertThat(token("")).isEmpty();
  }

  @Test
  void serviceAccountTokens() {
    User user = token(robots.issue("team-a", "robot", "u1", Duration.ofHours(1))).orElseThrow();

    assertThat(user.name()).isEqualTo("system:serviceaccount:team-a:robot");
    assertThat(user.uid()).isEqualTo("u1");
    assertThat(user.groups())
        .containsExactly(
            "system:serviceaccounts", "system:serviceaccounts:team-a", "system:authenticated");
  }

  @Test
  void aServiceAccountTokenEndsWithItsTimeAndItsAccount() {
    String token = robots.issue("team-a", "robot", "u1", Duration.ofHours(1));
    ServiceAccountTokens later =
        new ServiceAccountTokens(PKI.tokens(), store, at(NOW.plusSeconds(3600)));
    assertThat(later.user(token)).isEmpty();
    assertThat(robots.user(robots.issue("team-a", "robot", "u2", Duration.ofHours(1)))).isEmpty();

    store.delete(ROBOT, robot.revision());

    assertThat(token(token)).isEmpty();
  }

  @Test
  void aForgedServiceAccountTokenIsRefused() {
    String token = robots.issue("team-a", "robot", "u1", Duration.ofHours(1));
    String[] parts = token.split("\\.");
    String unsigned =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    Pki other = Pki.inMemory(at(NOW), new SecureRandom(), List.of());
    ServiceAccountTokens foreign = new ServiceAccountTokens(other.tokens(), store, at(NOW));

    assertThat(token(foreign.issue("team-a", "robot", "u1", Duration.ofHours(1)))).isEmpty();
    assertThat(token(unsigned + "." + parts[1] + ".")).isEmpty();
    assertThat(token(parts[0] + "." + parts[1] + "." + parts[1])).isEmpty();
    assertThat(token("a.b.c")).isEmpty();
  }

  private Optional<User> token(String token) {
    return authenticator(NOW).identify(List.of(), Optional.of("Bearer " + token));
  }

  private Authenticator authenticator(Instant now) {
    User jane = new User("jane", "", List.of("dev"), Map.of());
    return new Authenticator(
        List.of(PKI.authority().certificate()), Map.of("t0ken", jane), robots, at(now));
  }

  private static Clock at(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private static final class MovingClock extends Clock {
    private Instant now;

    MovingClock(Instant now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
