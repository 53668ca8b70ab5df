package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.store.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that was refused, as the `Status` object clients switch on. One factory per reason,
/// with upstream's wording (`apimachinery/pkg/api/errors`): scripts search for these texts.
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  static final String MODIFIED =
      "the object has been modified; please apply your changes to the latest version and try again";

  private final int code;
  private final String reason;
  private final transient @Nullable Map<String, Object> details;
  private final String continueToken;

  private ApiFailure(
      int code, String reason, String message, @Nullable Map<String, Object> details) {
    this(code, reason, message, details, "");
  }

  private ApiFailure(
      int code,
      String reason,
      String message,
      @Nullable Map<String, Object> details,
      String continueToken) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.continueToken = continueToken;
  }

  public static ApiFailure badRequest(String message) {
    return new ApiFailure(400, "BadRequest", message, null);
  }

  public static ApiFailure unauthorized() {
    return new ApiFailure(401, "Unauthorized", "Unauthorized", null);
  }

  public static ApiFailure forbidden(ResourceType type, String name, String why) {
    String what = name.isEmpty() ? type + " is" : type + " \"" + name + "\" is";
    return new ApiFailure(403, "Forbidden", what + " forbidden: " + why, details(type, name));
  }

  static ApiFailure forbiddenPath(String why) {
    return new ApiFailure(
        403, "Forbidden", "forbidden: " + why, Map.of()); // upstream: present, empty
  }

  static ApiFailure namespaceTerminating(ResourceType type, String name, String namespace) {
    Map<String, Object> details = details(type, name);
    details.put(
        "causes",
        List.of(
            cause(
                "NamespaceTerminating",
                "namespace " + namespace + " is being terminated",
                "metadata.namespace")));
    String message =
        type
            + " \""
            + name
            + "\" is forbidden: unable to create new content in namespace "
            + namespace
            + " because it is being terminated";
    return new ApiFailure(403, "Forbidden", message, details);
  }

  public static ApiFailure notFound(ResourceType type, String name) {
    return new ApiFailure(
        404, "NotFound", type + " \"" + name + "\" not found", details(type, name));
  }

  /// The kind in the body is not that of the URL.
  static ApiFailure otherKind(String group, String given, String name, String expected) {
    FieldError error = FieldError.invalid("kind", given, "must be " + expected);
    return invalid(group, given, name, List.of(error));
  }

  static ApiFailure noSuchResource() {
    return new ApiFailure(
        404, "NotFound", "the server could not find the requested resource", Map.of());
  }

  static ApiFailure methodNotAllowed() {
    return new ApiFailure(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Map.of());
  }

  static ApiFailure definitionTerminating() {
    return new ApiFailure(
        405,
        "MethodNotAllowed",
        "create not allowed while custom resource definition is terminating",
        null);
  }

  static ApiFailure notAcceptable(String accepted) {
    return new ApiFailure(
        406, "NotAcceptable", "only the following media types are accepted: " + accepted, null);
  }

  public static ApiFailure alreadyExists(ResourceType type, String name) {
    return new ApiFailure(
        409, "AlreadyExists", type + " \"" + name + "\" already exists", details(type, name));
  }

  public static ApiFailure conflict(ResourceType type, String name, String why) {
    String message = "Operation cannot be fulfilled on " + type + " \"" + name + "\": " + why;
    return new ApiFailure(409, "Conflict", message, details(type, name));
  }

  /// Fields of an applied configuration that other managers own.
  static ApiFailure applyConflict(String message, List<Map<String, Object>> causes) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("causes", causes);
    return new ApiFailure(409, "Conflict", message, details);
  }

  static ApiFailure expired(String message, String continueToken) {
    return new ApiFailure(410, "Expired", message, null, continueToken);
  }

  static ApiFailure tooLarge(String message) {
    return new ApiFailure(413, "RequestEntityTooLarge", message, null);
  }

  /// Well formed, but it cannot be done to this object. Upstream hides why, and so do we: clients
  /// compare the text.
  static ApiFailure unprocessable() {
    return new ApiFailure(
        422, "Invalid", "the server rejected our request due to an error in our request", Map.of());
  }

  static ApiFailure versionOnCreate() {
    return new ApiFailure(
        500, "", "resourceVersion should not be set on objects to be created", null);
  }

  static ApiFailure plainInternal(String message) {
    return new ApiFailure(500, "", message, null);
  }

  static ApiFailure forceWithoutApply() {
    FieldError error = FieldError.forbidden("force", "may not be specified for non-apply patch");
    return invalid("meta.k8s.io", "PatchOptions", "", List.of(error));
  }

  static ApiFailure unsupportedMediaType(String accepted) {
    return new ApiFailure(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted,
        null);
  }

  /// @param kind the kind as errors name it, such as `Foo.example.com`
  public static ApiFailure invalid(
      String group, String kind, String name, List<FieldError> errors) {
    String qualified = group.isEmpty() ? kind : kind + "." + group;
    Map<String, Object> details = new LinkedHashMap<>();
    putUnlessEmpty(details, "name", name);
    putUnlessEmpty(details, "group", group);
    putUnlessEmpty(details, "kind", kind);
    details.put("causes", FieldError.causes(errors));
    String message = qualified + " \"" + name + "\" is invalid: " + FieldError.summary(errors);
    return new ApiFailure(422, "Invalid", message, details);
  }

  /// Upstream names the resource here where it names the kind elsewhere.
  static ApiFailure versionRequired(ResourceType type, String name) {
    FieldError error =
        FieldError.invalid("metadata.resourceVersion", 0L, "must be specified for an update");
    return invalid(type.group(), type.plural(), name, List.of(error));
  }

  static ApiFailure managerRequired() {
    FieldError error = FieldError.required(WriteOptions.MANAGER, "is required for apply patch");
    return invalid("meta.k8s.io", "PatchOptions", "", List.of(error));
  }

  static ApiFailure badPropagationPolicy(String policy) {
    FieldError error =
        FieldError.notSupported(
            "propagationPolicy", policy, List.of("Foreground", "Background", "Orphan", "nil"));
    return invalid("meta.k8s.io", "DeleteOptions", "", List.of(error));
  }

  static ApiFailure internal(String message) {
    return new ApiFailure(500, "InternalError", "Internal error occurred: " + message, null);
  }

  static ApiFailure generateNameExhausted(ResourceType type, String name) {
    Map<String, Object> details = details(type, name);
    details.put("retryAfterSeconds", 1L);
    return new ApiFailure(
        409,
        "AlreadyExists",
        type
            + " \""
            + name
            + "\" already exists, the server was not able to generate a unique name for the object",
        details);
  }

  /// A version that lies in the future; client-go tells this case by its cause.
  static ApiFailure versionAhead(long asked, long newest) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put(
        "causes", List.of(cause("ResourceVersionTooLarge", "Too large resource version", "")));
    details.put("retryAfterSeconds", 1L);
    return new ApiFailure(
        504,
        "Timeout",
        "Timeout: Too large resource version: " + asked + ", current: " + newest,
        details);
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  /// The `Status` object.
  Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("kind", "Status");
    status.put("apiVersion", "v1");
    status.put("metadata", continueToken.isEmpty() ? Map.of() : Map.of("continue", continueToken));
    status.put("status", "Failure");
    status.put("message", getMessage());
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    if (details != null) {
      status.put("details", details);
    }
    status.put("code", (long) code);
    return status;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  private static Map<String, Object> details(ResourceType type, String name) {
    Map<String, Object> details = new LinkedHashMap<>();
    putUnlessEmpty(details, "name", name);
    putUnlessEmpty(details, "group", type.group());
    putUnlessEmpty(details, "kind", type.plural());
    return details;
  }

  private static Map<String, Object> cause(String reason, String message, String field) {
    Map<String, Object> cause = new LinkedHashMap<>();
    putUnlessEmpty(cause, "reason", reason);
    putUnlessEmpty(cause, "message", message);
    putUnlessEmpty(cause, "field", field);
    return cause;
  }

  private static void putUnlessEmpty(Map<String, Object> map, String key, String value) {
    if (!value.isEmpty()) {
      map.put(key, value);
    }
  }
}
