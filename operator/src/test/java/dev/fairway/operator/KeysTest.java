package dev.fairway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.api.keys.KeySecret;
import dev.fairway.api.keys.PepperSecret;
import dev.fairway.api.v1.ApiKey;
import dev.fairway.api.v1.ApiKeySpec;
import dev.fairway.api.v1.ApiKeyStatus;
import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.ConsumerRef;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.testing.Awaits;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Keys of the gateway, made with kubectl.
@FairwayCluster(crds = "../deploy/crds")
class KeysTest {
  private static final ApiKeySpec PLAIN = spec("the-key", null, false, null);

  @Test
  void theKeyIsWrittenOnceAndItsDigestKept(Cluster cluster) {
    try (OperatorOnCluster _ = operator(cluster)) {
      create(cluster, "app", PLAIN);
      ApiKeyStatus status = told(cluster, "app", "Usable");
      String key = KeySecret.key(secret(cluster, "the-key")).orElseThrow();
      Secret digest = secret(cluster, "app-digest");
      assertThat(key).matches("fw-[0-9A-Za-z]{40}").startsWith("" + status.prefix());
      assertThat(KeySecret.digest(digest))
          .contains(PepperSecret.obtain(cluster.client(), cluster.namespace()).digest(key));
      assertThat(digest.getData().toString()).doesNotContain(key);
      assertThat(digest.getMetadata().getLabels())
          .containsEntry(KeySecret.LABEL, handle(cluster, "app").get().getMetadata().getUid());
    }
  }

  @Test
  void aRestartChangesNothingEvenWhenTheKeyWasFetchedAndRemoved(Cluster cluster) {
    ApiKeyStatus before;
    try (OperatorOnCluster _ = operator(cluster)) {
      create(cluster, "app", PLAIN);
      before = told(cluster, "app", "Usable");
    }
    Secret digest = secret(cluster, "app-digest");
    cluster.client().secrets().inNamespace(cluster.namespace()).withName("the-key").delete();
    try (OperatorOnCluster _ = operator(cluster)) {
      create(cluster, "other", spec("other-key", null, false, null));
      told(cluster, "other", "Usable");
      edit(cluster, "app", spec("the-key", null, true, null));
      assertThat(told(cluster, "app", "Disabled").prefix()).isEqualTo(before.prefix());
      assertThat(secret(cluster, "app-digest").getData()).isEqualTo(digest.getData());
      assertThat(find(cluster, "the-key")).isNull();
    }
  }

  @Test
  void aKeyWithoutADigestIsTakenOver(Cluster cluster) {
    create(cluster, "app", PLAIN);
    ApiKey owner = handle(cluster, "app").get();
    cluster
        .client()
        .resource(KeySecret.ofKey(owner, "the-key", "fw-written-before-the-operator-died"))
        .create();
    try (OperatorOnCluster _ = operator(cluster)) {
      assertThat(told(cluster, "app", "Usable").prefix()).isEqualTo("fw-writte");
    }
  }

  @Test
  void aSecretOfSomebodyElseIsLeftAlone(Cluster cluster) {
    Secret theirs =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(cluster.namespace())
            .withName("the-key")
            .endMetadata()
            .withStringData(Map.of("api-key", "theirs"))
            .build();
    cluster.client().resource(theirs).create();
    try (OperatorOnCluster _ = operator(cluster)) {
      create(cluster, "app", PLAIN);
      assertThat(ready(told(cluster, "app", "SecretTaken")).message())
          .startsWith("spec.secretName: Secret the-key exists already");
      create(cluster, "nameless", spec(null, null, false, null));
      told(cluster, "nameless", "SecretNameNeeded");
      assertThat(KeySecret.key(secret(cluster, "the-key"))).contains("theirs");
      assertThat(find(cluster, "app-digest")).isNull();
    }
  }

  @Test
  void saysWhyAKeyDoesNotWork(Cluster cluster) {
    try (OperatorOnCluster _ = operator(cluster)) {
      create(cluster, "old", spec("k1", Instant.parse("2020-01-01T00:00:00Z"), false, null));
      create(cluster, "off", spec("k2", null, true, null));
      create(cluster, "lost", spec("k3", null, false, new ConsumerRef("nobody")));
      told(cluster, "old", "Expired");
      told(cluster, "off", "Disabled");
      told(cluster, "lost", "ConsumerNotFound");
      create(
          cluster,
          "soon",
          spec("k4", Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS), false, null));
      told(cluster, "soon", "Expired");
    }
  }

  @Test
  void theSecretsGoWithTheKey(Cluster cluster) {
    try (OperatorOnCluster _ = operator(cluster)) {
      create(cluster, "app", PLAIN);
      told(cluster, "app", "Usable");
      handle(cluster, "app").delete();
      Awaits.await("the key is gone", () -> find(cluster, "the-key"), Objects::isNull);
      Awaits.await("its digest is gone", () -> find(cluster, "app-digest"), Objects::isNull);
    }
  }

  private static OperatorOnCluster operator(Cluster cluster) {
    return OperatorOnCluster.with(cluster, FakeModel.answering(text -> text));
  }

  private static ApiKeySpec spec(
      @Nullable String secretName,
      @Nullable Instant expires,
      boolean disabled,
      @Nullable ConsumerRef consumer) {
    return new ApiKeySpec(
        consumer, List.of(), List.of(), expires, null, null, disabled, secretName);
  }

  private static void create(Cluster cluster, String name, ApiKeySpec spec) {
    ApiKey key = new ApiKey();
    key.setMetadata(
        new ObjectMetaBuilder().withNamespace(cluster.namespace()).withName(name).build());
    key.setSpec(spec);
    cluster.client().resource(key).create();
  }

  private static void edit(Cluster cluster, String name, ApiKeySpec spec) {
    handle(cluster, name)
        .edit(key -> {
          key.setSpec(spec);
          return key;
        });
  }

  private static Resource<ApiKey> handle(Cluster cluster, String name) {
    return cluster.client().resources(ApiKey.class).inNamespace(cluster.namespace()).withName(name);
  }

  /// Waits until the condition Ready has that reason.
  private static ApiKeyStatus told(Cluster cluster, String name, String reason) {
    ApiKey seen =
        Awaits.await(
            name + " is " + reason,
            () -> handle(cluster, name).get(),
            key -> key.getStatus() != null && ready(key.getStatus()).reason().equals(reason));
    return Objects.requireNonNull(seen.getStatus());
  }

  private static Condition ready(ApiKeyStatus status) {
    return status.condition(Conditions.READY).orElseThrow();
  }

  private static Secret secret(Cluster cluster, String name) {
    return Objects.requireNonNull(find(cluster, name), name);
  }

  private static @Nullable Secret find(Cluster cluster, String name) {
    return cluster.client().secrets().inNamespace(cluster.namespace()).withName(name).get();
  }
}
