package dev.fairway.apiserver.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class RuleCompilation {
  private RuleCompilation() {}

  static List<FieldError> check(
      Map<String, Object> schema,
      FieldPath path,
      boolean resource,
      @Nullable FieldPath uncorrelatable) {
    return List.of();
  }
}
