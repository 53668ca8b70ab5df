package dev.fairway.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StructuralSchemaTest {
  private static final Path STATUS = Path.of("src/test/resources/status");

  static List<Path> schema() {
    return Cases.folders("schema");
  }

  @ParameterizedTest
  @MethodSource("schema")
  void refusesWhatTheRealServerRefusesInItsWords(Path folder) {
    StructuralSchema schema = StructuralSchema.compile(Cases.object(folder, "schema.yaml"));
    Map<String, Object> object = Cases.object(folder, "object.yaml");
    schema.prune(object);
    schema.applyDefaults(object);
    Map<String, Object> old =
        Cases.has(folder, "old.yaml") ? Cases.object(folder, "old.yaml") : null;

    List<FieldError> errors = schema.validate(object, old);

    assertThat(FieldError.causes(errors))
        .containsExactlyInAnyOrderElementsOf(Cases.objects(folder, "errors.yaml"));
  }

  static List<Path> stored() {
    return Cases.folders("stored");
  }

  @ParameterizedTest
  @MethodSource("stored")
  void prunesAndDefaultsToWhatTheRealServerStores(Path folder) {
    StructuralSchema schema = StructuralSchema.compile(Cases.object(folder, "schema.yaml"));
    Map<String, Object> object = Cases.object(folder, "object.yaml");

    List<String> unknown = schema.prune(object);
    schema.applyDefaults(object);

    assertThat(object).isEqualTo(Cases.object(folder, "stored.yaml"));
    assertThat(unknown).isEqualTo(Cases.texts(folder, "unknown.yaml"));
  }

  @ParameterizedTest
  @MethodSource("stored")
  void changesNothingTheSecondTime(Path folder) {
    StructuralSchema schema = StructuralSchema.compile(Cases.object(folder, "schema.yaml"));
    Map<String, Object> object = Cases.object(folder, "stored.yaml");

    List<String> unknown = schema.prune(object);
    schema.applyDefaults(object);

    assertThat(unknown).isEmpty();
    assertThat(object).isEqualTo(Cases.object(folder, "stored.yaml"));
  }

  @Test
  void checksAStatusUpdateInTheWordsOfTheRealServer() {
    CrdVersion version = CrdVersion.compileAll(Cases.object(STATUS, "crd.yaml")).getFirst();
    Map<String, Object> object = Cases.object(STATUS, "object.yaml");

    List<FieldError> errors = version.schema().validateStatus(object, Map.of());

    assertThat(FieldError.causes(errors))
        .containsExactlyInAnyOrderElementsOf(Cases.objects(STATUS, "errors.yaml"));
  }

  @Test
  void boundsTheReplicasOfTheScaleSubresource() {
    CrdVersion version = CrdVersion.compileAll(Cases.object(STATUS, "crd.yaml")).getFirst();

    assertThat(version.schema().validate(Map.of("spec", Map.of("replicas", -1L)), null))
        .hasToString("[.spec.replicas: Invalid value: -1: should be a non-negative integer]");
    assertThat(version.schema().validate(Map.of("spec", Map.of("replicas", 3000000000L)), null))
        .hasToString(
            "[.spec.replicas: Invalid value: 3000000000: should be less than or equal to 2147483647]");
  }
}
