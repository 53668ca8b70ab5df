package dev.fairway.apiserver.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.schema.MergeType;
import dev.fairway.apiserver.schema.ObjectSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuiltinSchemaTest {
  private final BuiltinTypes types = new BuiltinTypes();

  @Test
  void removesUnknownFieldsAndNamesTheirPaths() {
    Map<String, Object> object =
        tree(
            "{'kind':'Deployment','foo':1,'spec':{'template':{'spec':{'containers':[{'name':'a','bar':2}]}}}}");
    assertThat(schema("apps/v1", "Deployment").prune(object))
        .containsExactly("foo", "spec.template.spec.containers[0].bar");
    assertThat(object).doesNotContainKey("foo").containsKey("kind");
  }

  @Test
  void takesTheFieldsOfEmbeddedStructs() {
    Map<String, Object> object = tree("{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}");
    assertThat(schema("v1", "Pod").prune(object)).isEmpty();
  }

  @Test
  void fillsInStaticDefaults() {
    Map<String, Object> object =
        tree("{'spec':{'containers':[{'name':'a','ports':[{'containerPort':80}]}]}}");
    schema("v1", "Pod").applyDefaults(object);
    assertThat(new String(Json.write(object), StandardCharsets.UTF_8))
        .contains("\"protocol\":\"TCP\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "v1 | Secret | {'type':5} | json: cannot unmarshal number into Go struct field Secret.type of type string",
        "v1 | ConfigMap | {'data':{'a':true}} | json: cannot unmarshal bool into Go struct field ConfigMap.data of type string",
        "v1 | Secret | {'data':{'a':'%%'}} | illegal base64 data at input byte 0",
        "v1 | ConfigMap | {'data':[]} | json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string",
        "v1 | ConfigMap | {'metadata':{'labels':{'a':1}}} | json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string",
      })
  void saysWhichValueHasTheWrongType(String version, String kind, String object, String message) {
    assertThat(schema(version, kind).mismatch(tree(object))).contains(message);
  }

  @Test
  void knowsByWhatListItemsAreTheSame() {
    MergeType.Struct service = (MergeType.Struct) schema("v1", "Service").mergeType();
    MergeType.Struct spec =
        (MergeType.Struct) Objects.requireNonNull(service.fields().apply("spec"));
    assertThat(spec.fields().apply("ports"))
        .isInstanceOfSatisfying(
            MergeType.ListOf.class,
            ports -> {
              assertThat(ports.keys()).containsExactly("port", "protocol");
              assertThat(ports.defaults()).isEqualTo(Map.of("protocol", "TCP"));
              assertThat(ports.patch().mergeKey()).isEqualTo("port");
            });
    assertThat(spec.fields().apply("selector"))
        .isInstanceOfSatisfying(MergeType.MapOf.class, map -> assertThat(map.atomic()).isTrue());
  }

  @Test
  void describesAKindAndEveryTypeItUsesForOpenApi() {
    Map<String, Object> schemas = types.openApiSchemas("v1", List.of("ConfigMap"));
    assertThat(schemas)
        .containsKeys(
            "io.k8s.api.core.v1.ConfigMap", "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
    assertThat(new String(Json.write(schemas), StandardCharsets.UTF_8))
        .contains(
            "\"$ref\":\"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference\"");
  }

  private ObjectSchema schema(String version, String kind) {
    return types.schema(version, kind).orElseThrow();
  }

  private static Map<String, Object> tree(String json) {
    return Json.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
