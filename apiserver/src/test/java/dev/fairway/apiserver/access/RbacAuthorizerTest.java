package dev.fairway.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.fairway.apiserver.access.Authorizer.Attributes;
import dev.fairway.apiserver.access.Authorizer.Decision;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceStores;
import dev.fairway.apiserver.store.Stored;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each file below `rbac/` holds objects and questions about them.
class RbacAuthorizerTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final ResourceStore store = ResourceStores.inMemory(Clock.systemUTC());
  private final RbacAuthorizer authorizer = new RbacAuthorizer(store);

  @AfterEach
  void close() {
    store.close();
  }

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/rbac"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decidesAs(String file) throws IOException {
    JsonNode scenario = YAML.readTree(Path.of("src/test/resources/rbac", file).toFile());
    scenario.path("objects").forEach(this::store);

    assertThat(scenario.path("ask")).isNotEmpty();
    for (JsonNode ask : scenario.path("ask")) {
      User user = user(ask);
      Attributes attributes = attributes(ask);
      Decision decision = authorizer.decide(user, attributes);

      assertThat(decision.allowed()).as(ask.toString()).isEqualTo(ask.get("allowed").asBoolean());
      if (ask.has("refusal")) {
        assertThat(attributes.refusal(user, decision)).isEqualTo(ask.get("refusal").asText());
      }
      if (ask.has("reason")) {
        assertThat(decision.reason()).isEqualTo(ask.get("reason").asText());
      }
    }
  }

  @Test
  void followsChanges() {
    User jane = new User("jane", "", List.of(), Map.of());
    Attributes list =
        new Attributes("list", "", "v1", "pods", "", "a", "", "/api/v1/namespaces/a/pods", true);
    Key role = new Key(BootstrapRoles.type("clusterroles"), "", "pods");
    Key binding = new Key(BootstrapRoles.type("clusterrolebindings"), "", "pods");
    Stored first = store.create(role, json("{'rules': []}"));
    Stored bound =
        store.create(
            binding,
            json(
                "{'roleRef': {'kind': 'ClusterRole', 'name': 'pods'},"
                    + " 'subjects': [{'kind': 'User', 'name': 'jane'}]}"));
    assertThat(authorizer.decide(jane, list).allowed()).isFalse();

    store.update(
        role,
        first.revision(),
        json("{'rules': [{'apiGroups': [''], 'resources': ['pods'], 'verbs': ['list']}]}"));
    assertThat(authorizer.decide(jane, list).allowed()).isTrue();

    store.delete(binding, bound.revision());
    assertThat(authorizer.decide(jane, list).allowed()).isFalse();
  }

  @Test
  void theBuiltInObjectsCanBeStored() {
    for (BootstrapRoles.Entry entry : BootstrapRoles.all()) {
      assertThat(store.create(entry.key(), entry.object()).tree())
          .containsEntry("apiVersion", "rbac.authorization.k8s.io/v1");
    }
  }

  private void store(JsonNode object) {
    JsonNode metadata = object.get("metadata");
    String plural = object.get("kind").asText().toLowerCase(Locale.ROOT) + "s";
    store.create(
        new Key(
            BootstrapRoles.type(plural),
            metadata.path("namespace").asText(),
            metadata.get("name").asText()),
        json(object.toString()));
  }

  private static User user(JsonNode ask) {
    List<String> groups = new ArrayList<>();
    ask.path("groups").forEach(group -> groups.add(group.asText()));
    return new User(ask.get("user").asText(), "", groups, Map.of());
  }

  private static Attributes attributes(JsonNode ask) {
    return new Attributes(
        ask.get("verb").asText(),
        ask.path("group").asText(),
        "v1",
        ask.path("resource").asText(),
        ask.path("subresource").asText(),
        ask.path("namespace").asText(),
        ask.path("name").asText(),
        ask.path("path").asText(),
        ask.has("resource"));
  }

  private static Map<String, Object> json(String text) {
    return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
