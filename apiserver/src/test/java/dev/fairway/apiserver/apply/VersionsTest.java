package dev.fairway.apiserver.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Managers that speak different versions of a kind, of which one renames a field, and sets stored
/// under another schema.
class VersionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /// `spec.size` in a/v1 is `spec.replicas` in a/v2.
  private static final Versions RENAMED =
      new Versions() {
        @Override
        public @Nullable MergeType type(String apiVersion) {
          return switch (apiVersion) {
            case "a/v1" -> kind(Types.scalars("size", "mode"));
            case "a/v2" -> kind(Types.scalars("replicas", "mode"));
            default -> null;
          };
        }

        @Override
        public Map<String, Object> convert(Map<String, Object> object, String apiVersion) {
          boolean first = apiVersion.equals("a/v1");
          String text = new String(Json.write(object), StandardCharsets.UTF_8);
          return json(
              text.replace(first ? "replicas" : "size", first ? "size" : "replicas")
                  .replace(first ? "a/v2" : "a/v1", apiVersion));
        }
      };

  private static MergeType kind(MergeType spec) {
    return Types.struct(
        Map.of(
            "apiVersion", Types.SCALAR,
            "kind", Types.SCALAR,
            "metadata", Types.FREE,
            "spec", spec));
  }

  @Test
  void aConflictNamesTheFieldAtTheVersionOfItsManager() {
    Map<String, Object> live = apply(null, "one", "a/v1", "\"size\":1", false);
    assertThatThrownBy(() -> apply(atV2(live), "two", "a/v2", "\"replicas\":2", false))
        .hasMessage("Apply failed with 1 conflict: conflict with \"one\": .spec.size");

    Map<String, Object> forced = apply(atV2(live), "two", "a/v2", "\"replicas\":2", true);
    assertThat(managers(forced)).containsExactly("two");
  }

  @Test
  void anotherVersionMaySetTheSameValue() {
    Map<String, Object> live = apply(null, "one", "a/v1", "\"size\":1", false);
    Map<String, Object> shared = apply(atV2(live), "two", "a/v2", "\"replicas\":1", false);
    assertThat(managers(shared)).containsExactlyInAnyOrder("one", "two");

    Map<String, Object> left = apply(shared, "two", "a/v2", "\"mode\":\"m\"", false);
    assertThat(left.get("spec")).isEqualTo(Map.of("replicas", 1L, "mode", "m"));
  }

  @Test
  void anApplierThatMovesToAnotherVersionStillPrunes() {
    Map<String, Object> live = apply(null, "one", "a/v1", "\"size\":1,\"mode\":\"m\"", false);
    Map<String, Object> moved = apply(atV2(live), "one", "a/v2", "\"mode\":\"m\"", false);
    assertThat(moved.get("spec")).isEqualTo(Map.of("mode", "m"));
    assertThat(managers(moved)).containsExactly("one");
  }

  @Test
  void managersOfAVersionThatIsGoneAreForgotten() {
    Map<String, Object> live =
        json(
            """
            {"apiVersion":"a/v1","kind":"K","metadata":{"name":"x","managedFields":[
              {"manager":"old","operation":"Update","apiVersion":"a/v0","fieldsType":"FieldsV1",
               "fieldsV1":{"f:spec":{"f:size":{}}}}]},
             "spec":{"size":1}}
            """);
    assertThat(managers(apply(live, "one", "a/v1", "\"size\":2", false))).containsExactly("one");
  }

  @Test
  void whatLiesInsideAValueThatBecameAtomicIsOwnedAsTheWhole() {
    Map<String, Object> live =
        json(
            """
            {"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"x","managedFields":[
              {"manager":"one","operation":"Apply","apiVersion":"example.com/v1",
               "fieldsType":"FieldsV1",
               "fieldsV1":{"f:spec":{"f:mode":{},"f:selector":{"f:a":{}},"f:args":{"i:0":{}}}}}]},
             "spec":{"mode":"m","selector":{"a":"b"},"args":["a"]}}
            """);
    Map<String, Object> next = Json.copy(live);
    Json.object(next.get("spec")).put("replicas", 1L);
    Map<String, Object> result =
        ServerSideApply.recordUpdate(
            live, next, WriteContext.of("two", "example.com/v1", "Widget", NOW, Types.WIDGET));
    Map<String, Object> first = Json.object(Parts.items(Metadata.managedFields(result)).getFirst());
    assertThat(first.get("fieldsV1"))
        .isEqualTo(json("{\"f:spec\":{\"f:mode\":{},\"f:selector\":{},\"f:args\":{}}}"));
  }

  private static Map<String, Object> apply(
      @Nullable Map<String, Object> live,
      String manager,
      String version,
      String spec,
      boolean force) {
    WriteContext context =
        new WriteContext(manager, version, "K", "", NOW, FieldSet.EMPTY, Map.of(), RENAMED);
    return ServerSideApply.apply(
        live,
        json(
            "{\"apiVersion\":\"%s\",\"kind\":\"K\",\"metadata\":{\"name\":\"x\"},\"spec\":{%s}}"
                .formatted(version, spec)),
        force,
        context);
  }

  /// What the server reads when a request speaks a/v2: managed fields are stored as written.
  private static Map<String, Object> atV2(Map<String, Object> object) {
    List<Object> managed = List.copyOf(Parts.items(Metadata.managedFields(object)));
    return Metadata.withManagedFields(
        RENAMED.convert(Metadata.withoutManagedFields(object), "a/v2"), managed);
  }

  private static List<Object> managers(Map<String, Object> object) {
    return Parts.items(Metadata.managedFields(object)).stream()
        .map(entry -> String.valueOf(Json.object(entry).get("manager")))
        .map(Object.class::cast)
        .toList();
  }

  private static Map<String, Object> json(String text) {
    return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
  }
}
