package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.apply.JsonPatch;
import dev.fairway.apiserver.apply.MergePatch;
import dev.fairway.apiserver.apply.PatchFailure;
import dev.fairway.apiserver.apply.StrategicMergePatch;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The patch of one request, by content type. It can be carried out again on a newer object.
sealed interface Patches {
  String APPLY = "application/apply-patch+yaml";
  String CUSTOM_TYPES =
      "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
  String ALL_TYPES =
      "application/json-patch+json, application/merge-patch+json,"
          + " application/strategic-merge-patch+json, application/apply-patch+yaml";

  record OfJson(@Nullable Object operations) implements Patches {}

  record OfMerge(@Nullable Object changes) implements Patches {}

  record OfStrategy(Map<String, Object> changes, ServedResource resource) implements Patches {}

  static boolean isApply(ApiRequest request) {
    return Bodies.mediaType(request).equals(APPLY);
  }

  /// @throws ApiFailure 415 when the kind does not take this sort of patch
  static Patches of(Call call, WriteOptions options) {
    if (options.force()) {
      throw ApiFailure.forceWithoutApply();
    }
    ServedResource resource = call.resource();
    try {
      Object body = Json.parse(call.request().body());
      return switch (Bodies.mediaType(call.request())) {
        case "application/json-patch+json" -> new OfJson(body);
        case "application/merge-patch+json" -> new OfMerge(body);
        case "application/strategic-merge-patch+json" -> {
          if (resource.custom()) {
            throw ApiFailure.unsupportedMediaType(CUSTOM_TYPES);
          }
          yield new OfStrategy(Json.object(body), resource);
        }
        default ->
            throw ApiFailure.unsupportedMediaType(resource.custom() ? CUSTOM_TYPES : ALL_TYPES);
      };
    } catch (JsonSyntax e) {
      throw ApiFailure.badRequest("error decoding patch: " + e.getMessage());
    }
  }

  /// The object after the patch. The argument may be changed.
  default Map<String, Object> patched(Map<String, Object> object) {
    try {
      return switch (this) {
        case OfJson(var operations) -> JsonPatch.apply(object, operations);
        case OfMerge(var changes) -> MergePatch.apply(object, Json.copyValue(changes));
        case OfStrategy(var changes, var resource) ->
            StrategicMergePatch.apply(object, changes, resource.schema().mergeType());
      };
    } catch (PatchFailure e) {
      throw failure(e);
    }
  }

  static ApiFailure failure(PatchFailure failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.reason()) {
      case BAD_REQUEST -> ApiFailure.badRequest(message);
      case TOO_LARGE -> ApiFailure.tooLarge(message);
      case UNPROCESSABLE -> ApiFailure.unprocessable();
      case INTERNAL -> ApiFailure.plainInternal(message);
    };
  }
}
