package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.FieldError;
import java.util.List;
import java.util.Locale;

/// The options every write takes as query parameters.
///
/// @param manager whom to record as the owner of changed fields
/// @param managerGiven the client named itself: required for apply
/// @param force apply takes fields from other managers
record WriteOptions(
    boolean dryRun, String manager, boolean managerGiven, Validation validation, boolean force) {
  static final String MANAGER = "fieldManager";
  private static final int MANAGER_LIMIT = 128;

  /// What happens to unknown and duplicate fields.
  enum Validation {
    STRICT,
    WARN,
    IGNORE
  }

  static WriteOptions of(ApiRequest request, RequestTarget target) {
    String kind =
        switch (target.verb()) {
          case "create" -> "CreateOptions";
          case "update" -> "UpdateOptions";
          case "patch" -> "PatchOptions";
          default -> "DeleteOptions";
        };
    String given = request.parameter(MANAGER).orElse("");
    if (given.length() > MANAGER_LIMIT) {
      throw invalid(kind, FieldError.tooLong(MANAGER, MANAGER_LIMIT));
    }
    return new WriteOptions(
        dryRun(request, kind),
        given.isEmpty() ? agent(request) : given,
        !given.isEmpty(),
        validation(request, kind),
        RequestTarget.flag(request, "force"));
  }

  private static boolean dryRun(ApiRequest request, String kind) {
    List<String> values = request.query().getOrDefault("dryRun", List.of());
    checkDryRun(values, kind);
    return !values.isEmpty();
  }

  static void checkDryRun(List<String> values, String kind) {
    for (String value : values) {
      if (!value.equals("All")) {
        throw invalid(kind, FieldError.notSupported("dryRun", values, List.of("All")));
      }
    }
  }

  private static String agent(ApiRequest request) {
    String agent = request.header("user-agent").orElse("");
    int slash = agent.indexOf('/');
    String manager = slash < 0 ? agent : agent.substring(0, slash);
    return manager.length() > MANAGER_LIMIT ? manager.substring(0, MANAGER_LIMIT) : manager;
  }

  private static Validation validation(ApiRequest request, String kind) {
    String value = request.parameter("fieldValidation").orElse("");
    return switch (value) {
      case "", "Warn" -> Validation.WARN;
      case "Strict", "Ignore" -> Validation.valueOf(value.toUpperCase(Locale.ROOT));
      default ->
          throw invalid(
              kind,
              FieldError.notSupported(
                  "fieldValidation", value, List.of("", "Ignore", "Strict", "Warn")));
    };
  }

  private static ApiFailure invalid(String kind, FieldError error) {
    return ApiFailure.invalid("meta.k8s.io", kind, "", List.of(error));
  }
}
