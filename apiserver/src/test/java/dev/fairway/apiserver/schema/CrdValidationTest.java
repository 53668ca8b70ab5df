package dev.fairway.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrdValidationTest {
  static List<Path> crds() {
    return Cases.folders("crds");
  }

  @ParameterizedTest
  @MethodSource("crds")
  void refusesWhatTheRealServerRefusesInItsWords(Path folder) {
    assertThat(FieldError.causes(CrdValidation.validate(created(folder))))
        .containsExactlyInAnyOrderElementsOf(Cases.objects(folder, "errors.yaml"));
  }

  @Test
  void keepsWhatStoredObjectsDependOn() {
    Map<String, Object> old = created(Path.of("src/test/resources/crds/good"));
    Tree.object(old, "status")
        .put("conditions", List.of(Map.of("type", "Established", "status", "True")));
    Map<String, Object> crd = Json.copy(old);
    Map<String, Object> spec = Tree.object(crd, "spec");
    spec.put("scope", "Namespaced");
    spec.put("group", "example.org");
    Tree.object(spec, "names").put("kind", "Gadget");
    Tree.objects(spec, "versions").getFirst().put("name", "v2");
    CrdDefaults.prepareForUpdate(crd, old);

    assertThat(CrdValidation.validateUpdate(crd, old))
        .extracting(FieldError::toString)
        .containsExactly(
            "spec.scope: Invalid value: \"Namespaced\": field is immutable",
            "spec.names.kind: Invalid value: \"Gadget\": field is immutable",
            "spec.group: Invalid value: \"example.org\": field is immutable",
            "status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions; v1 was"
                + " previously a storage version, and must remain in spec.versions until a storage"
                + " migration ensures no data remains persisted in v1 and removes v1 from"
                + " status.storedVersions");
  }

  @Test
  void fillsInWhatTheServerDecides() {
    Map<String, Object> crd = created(Path.of("src/test/resources/crds/good"));

    assertThat(Tree.object(Tree.object(crd, "spec"), "names"))
        .containsEntry("singular", "widget")
        .containsEntry("listKind", "WidgetList");
    assertThat(Tree.object(crd, "spec")).containsEntry("conversion", Map.of("strategy", "None"));
    assertThat(Tree.object(crd, "status")).containsEntry("storedVersions", List.of("v1"));
  }

  private static Map<String, Object> created(Path folder) {
    Map<String, Object> crd = Cases.object(folder, "crd.yaml");
    CrdDefaults.apply(crd);
    CrdDefaults.prepareForCreate(crd);
    return crd;
  }
}
