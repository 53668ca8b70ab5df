package dev.fairway.apiserver.apply;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType;
import dev.fairway.apiserver.schema.StructuralSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Replays what a real kube-apiserver 1.36.3 was asked and answered. Each step starts from the
/// object the real server had; times are recorded as the number of the step in seconds.
class RecordedCasesTest {
  private static final Path CASES = Path.of("src/test/resources/apply");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final Pattern NULL_FIELD = Pattern.compile("([\\w.]+): Invalid value: \"null\"");

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsTheRealServerDid(Path folder) throws IOException {
    replay(folder, Types::of);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersSoWithTheTypeOfACompiledSchema(Path folder) throws IOException {
    Map<String, Object> schema = read(Path.of("src/test/resources/widget-schema.yaml"));
    MergeType compiled = StructuralSchema.compile(schema).mergeType();
    replay(folder, kind -> kind.equals("Widget") ? compiled : Types.of(kind));
  }

  private static void replay(Path folder, Function<String, MergeType> types) throws IOException {
    Map<String, Object> recorded = read(folder.resolve("steps.yaml"));
    String kind = text(recorded, "kind");
    SoftAssertions soft = new SoftAssertions();
    Map<String, Object> live = null;
    List<Map<String, Object>> steps = objects(recorded.get("steps"));
    for (int i = 0; i < steps.size(); i++) {
      Step step =
          new Step(kind, i, steps.get(i), recorded.containsKey("defaulted"), types.apply(kind));
      step.check(live, soft);
      live = step.succeeds() ? step.object() : live;
    }
    soft.assertAll();
  }

  private static Map<String, Object> read(Path file) throws IOException {
    Object yaml = new YAMLMapper().readValue(file.toFile(), Object.class);
    return Json.parseObject(new ObjectMapper().writeValueAsBytes(yaml));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> objects(@Nullable Object list) {
    return list == null ? List.of() : (List<Map<String, Object>>) list;
  }

  private static String text(Map<String, Object> map, String name) {
    return map.get(name) instanceof String text ? text : "";
  }

  private record Step(
      String kind, int number, Map<String, Object> recorded, boolean defaulted, MergeType type) {
    void check(@Nullable Map<String, Object> live, SoftAssertions soft) {
      if (!text(recorded, "verb").equals("apply")) {
        checkUpdate(live, soft);
      } else if (succeeds()) {
        checkApply(live, soft);
      } else if (Long.valueOf(422).equals(answer().get("code"))) {
        checkNulls(live, soft);
      } else {
        checkRefusal(live, soft);
      }
    }

    boolean succeeds() {
      return answer().containsKey("object");
    }

    private void checkUpdate(@Nullable Map<String, Object> live, SoftAssertions soft) {
      Map<String, Object> desired = Metadata.withoutManagedFields(object());
      Object stated = stated(live);
      if (stated != null) {
        desired = withStated(desired, stated);
      }
      Map<String, Object> result = ServerSideApply.recordUpdate(live, desired, context());
      soft.assertThat(managers(result)).as(toString()).isEqualTo(managers(object()));
    }

    /// A patch that does not speak of managedFields is applied to an object that has them.
    private @Nullable Object stated(@Nullable Map<String, Object> live) {
      if (recorded.get("body") instanceof Map<?, ?> && Metadata.hasManagedFields(body())) {
        return Metadata.managedFields(body());
      }
      boolean patch = !List.of("create", "update").contains(recorded.get("verb"));
      return patch && live != null ? Metadata.managedFields(live) : null;
    }

    private static Map<String, Object> withStated(Map<String, Object> object, Object stated) {
      Map<String, Object> copy = Json.copy(object);
      Json.object(copy.get("metadata")).put("managedFields", stated);
      return copy;
    }

    private void checkApply(@Nullable Map<String, Object> live, SoftAssertions soft) {
      Map<String, Object> before = live == null ? null : Json.copy(live);
      Map<String, Object> result = ServerSideApply.apply(live, configuration(), force(), context());
      soft.assertThat(managers(result)).as(toString()).isEqualTo(managers(object()));
      soft.assertThat(Trees.missing(content(result), content(object()))).as(toString()).isEmpty();
      if (kind.equals("Widget") && !defaulted) {
        soft.assertThat(Values.same(content(result), content(object())))
            .as("%s: %s instead of %s", this, content(result), content(object()))
            .isTrue();
        soft.assertThat(Values.identical(result, live))
            .as(this + " is unchanged")
            .isEqualTo(Boolean.TRUE.equals(answer().get("unchanged")));
      }
      soft.assertThat(live).as(this + " leaves its argument alone").isEqualTo(before);
    }

    /// A granular part that lost its last content is left as null, which validation refuses.
    private void checkNulls(@Nullable Map<String, Object> live, SoftAssertions soft) {
      Map<String, Object> result = ServerSideApply.apply(live, configuration(), force(), context());
      NULL_FIELD
          .matcher(text(answer(), "message"))
          .results()
          .map(found -> found.group(1))
          .forEach(field ->
              soft.assertThat(at(result, field)).as("%s: %s", this, field).isEqualTo("null"));
    }

    private static String at(Map<String, Object> object, String field) {
      Object value = object;
      for (String name : field.split("\\.")) {
        value = Parts.get(Parts.entries(value), name);
      }
      return String.valueOf(value);
    }

    private void checkRefusal(@Nullable Map<String, Object> live, SoftAssertions soft) {
      Throwable refusal =
          catchThrowable(() -> ServerSideApply.apply(live, configuration(), force(), context()));
      soft.assertThat(lines(refusal == null ? null : refusal.getMessage()))
          .as(toString())
          .containsExactlyInAnyOrderElementsOf(lines(text(answer(), "message")));
      if (refusal instanceof ApplyConflict conflict) {
        soft.assertThat(causes(conflict))
            .as(toString())
            .containsExactlyInAnyOrderElementsOf(objects(answer().get("causes")));
        soft.assertThat(answer().get("code")).as(toString()).isEqualTo(409L);
      } else if (refusal instanceof PatchFailure failure) {
        long code = failure.reason() == PatchFailure.Reason.BAD_REQUEST ? 400 : 500;
        soft.assertThat(answer().get("code")).as(toString()).isEqualTo(code);
      }
    }

    /// The real server lists managers in no order.
    private static List<String> lines(@Nullable String message) {
      return message == null ? List.of() : message.lines().toList();
    }

    private static List<Map<String, Object>> causes(ApplyConflict conflict) {
      return conflict.conflicts().stream()
          .map(one ->
              Map.<String, Object>of(
                  "reason", "FieldManagerConflict", "message", one.message(), "field", one.field()))
          .toList();
    }

    private boolean force() {
      return Boolean.TRUE.equals(recorded.get("force"));
    }

    private String subresource() {
      return recorded.get("subresource") instanceof String name ? name : "";
    }

    private Map<String, Object> answer() {
      return Json.object(recorded.get("answer"));
    }

    Map<String, Object> object() {
      return Json.object(answer().get("object"));
    }

    private Map<String, Object> body() {
      return Json.object(recorded.get("body"));
    }

    private String apiVersion() {
      return switch (kind) {
        case "Widget" -> "example.com/v1";
        case "Deployment" -> "apps/v1";
        default -> "v1";
      };
    }

    private Map<String, Object> configuration() {
      if (Boolean.TRUE.equals(recorded.get("raw"))) {
        return body();
      }
      Map<String, Object> configuration = Json.copy(body());
      Map<String, Object> metadata = new LinkedHashMap<>();
      metadata.put("name", "x");
      metadata.put("namespace", "default");
      if (configuration.get("metadata") instanceof Map<?, ?> own) {
        metadata.putAll(Json.object(own));
      }
      configuration.put("apiVersion", apiVersion());
      configuration.put("kind", kind);
      configuration.put("metadata", metadata);
      return configuration;
    }

    private WriteContext context() {
      FieldSet ignored =
          kind.equals("ConfigMap")
              ? FieldSet.EMPTY
              : subresource().isEmpty()
                  ? WriteContext.STATUS
                  : kind.equals("Widget")
                      ? WriteContext.ALL_BUT_STATUS
                      : FieldSet.of("spec").union(FieldSet.of("metadata", "labels"));
      return WriteContext.of(
              text(recorded, "manager"), apiVersion(), kind, START.plusSeconds(number), type)
          .withSubresource(subresource())
          .withResetFields(ignored)
          .withBlank(Types.blank(kind));
    }

    private static @Nullable Object managers(Map<String, Object> object) {
      return Metadata.managedFields(object);
    }

    /// What this endpoint writes: strategies undo the rest.
    private Map<String, Object> content(Map<String, Object> object) {
      Map<String, Object> content = new LinkedHashMap<>();
      if (!subresource().isEmpty()) {
        content.put("status", object.get("status"));
        return content;
      }
      content.putAll(Metadata.withoutManagedFields(object));
      content.remove("status");
      Map<String, Object> metadata = new LinkedHashMap<>(Json.object(content.get("metadata")));
      metadata.remove("generation");
      content.put("metadata", metadata);
      return content;
    }

    @Override
    public String toString() {
      return "step " + number + ": " + recorded.get("verb") + " by " + recorded.get("manager");
    }
  }
}
