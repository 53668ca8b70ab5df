package dev.fairway.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenApiFragmentTest {
  private static final Path FOLDER = Path.of("src/test/resources/openapi");

  @Test
  void publishesWhatTheRealServerPublishes() {
    Map<String, Object> crd = Cases.object(FOLDER, "crd.yaml");
    String name = OpenApiFragment.name(crd, "v1");

    assertThat(name).isEqualTo("com.example.oa.v1.Widget");
    assertThat(comparable(OpenApiFragment.of(crd, "v1")))
        .isEqualTo(comparable(Tree.object(Cases.object(FOLDER, "schemas.yaml"), name)));
  }

  @Test
  void leavesTheDefinitionAsItWas() {
    Map<String, Object> crd = Cases.object(FOLDER, "crd.yaml");

    OpenApiFragment.of(crd, "v1");

    assertThat(crd).isEqualTo(Cases.object(FOLDER, "crd.yaml"));
  }

  /// Without the descriptions of the fields every resource has, which are in our own words.
  private static Map<String, Object> comparable(Map<String, Object> schema) {
    Map<String, Object> copy = Json.parseObject(Json.write(schema));
    Map<String, Object> spec = Tree.object(Tree.object(copy, "properties"), "spec");
    for (Map<String, Object> resource :
        List.of(copy, Tree.object(Tree.object(spec, "properties"), "t"))) {
      Map<String, Object> properties = Tree.object(resource, "properties");
      for (String field : List.of("apiVersion", "kind", "metadata")) {
        Tree.object(properties, field).remove("description");
      }
    }
    return copy;
  }
}
