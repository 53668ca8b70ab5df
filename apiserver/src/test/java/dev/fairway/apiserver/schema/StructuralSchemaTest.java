package dev.fairway.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StructuralSchemaTest {
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
}
