package dev.fairway.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairway.api.v1.ModelInferenceRequestSpec;

/// Changes one field of a spec by its name in YAML.
final class Specs {
  private Specs() {}

  static ModelInferenceRequestSpec with(
      ModelInferenceRequestSpec spec, String field, Object value) {
    ObjectMapper mapper = JsonMapper.builder().build();
    ObjectNode tree = mapper.valueToTree(spec);
    tree.set(field, mapper.valueToTree(value));
    return mapper.convertValue(tree, ModelInferenceRequestSpec.class);
  }
}
