package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.json.JsonSyntax;
import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The version and paging parameters of a list or watch, checked as upstream checks them
/// (`apimachinery/pkg/apis/meta/internalversion/validation`).
///
/// @param version the resourceVersion asked for; -1 when none was
/// @param exact the list must show exactly this version
/// @param limit 0 for no limit
record ListQuery(
    long version,
    boolean exact,
    int limit,
    @Nullable Token token,
    boolean sendInitialEvents,
    boolean bookmarks) {
  private static final String EXACT = "Exact";
  private static final String NOT_OLDER = "NotOlderThan";

  /// Where a list goes on: behind `start` (namespace/name), at `revision`, or at the newest state
  /// when that is -1.
  record Token(long revision, String start) {
    String encoded() {
      byte[] json =
          Json.write(Trees.of("v", "meta.k8s.io/v1", "rv", revision, "start", start + "\0"));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    static Token decode(String text) {
      try {
        Map<String, Object> fields = Json.parseObject(Base64.getUrlDecoder().decode(text));
        if (!"meta.k8s.io/v1".equals(fields.get("v"))) {
          throw invalid("server does not recognize this encoded version " + fields.get("v"));
        }
        if (fields.get("rv") instanceof Long revision
            && fields.get("start") instanceof String start) {
          return new Token(revision, start.replace("\0", ""));
        }
        throw invalid("fields are missing");
      } catch (IllegalArgumentException _) {
        throw invalid("illegal base64 data at input byte 0");
      } catch (JsonSyntax e) {
        throw invalid(String.valueOf(e.getMessage()));
      }
    }

    private static ApiFailure invalid(String why) {
      return ApiFailure.badRequest("invalid continue token: continue key is not valid: " + why);
    }

    Key key(ResourceType type) {
      int slash = start.indexOf('/');
      return new Key(type, start.substring(0, Math.max(slash, 0)), start.substring(slash + 1));
    }

    static Token behind(Key key, long revision) {
      return new Token(revision, key.namespace() + "/" + key.name());
    }
  }

  static ListQuery of(ApiRequest request, boolean watch) {
    String version = request.parameter("resourceVersion").orElse("");
    String match = request.parameter("resourceVersionMatch").orElse("");
    String proceed = request.parameter("continue").orElse("");
    boolean initial = RequestTarget.flag(request, "sendInitialEvents");
    boolean initialGiven = request.parameter("sendInitialEvents").isPresent();
    check(
        watch
            ? watchErrors(match, initialGiven)
            : listErrors(version, match, proceed, initialGiven));
    int limit = number(request.parameter("limit").orElse(""));
    long parsed = version(version);
    if (!proceed.isEmpty() && parsed > 0) {
      throw ApiFailure.badRequest("specifying resource version is not allowed when using continue");
    }
    boolean exact = match.equals(EXACT) || (match.isEmpty() && limit > 0 && parsed > 0);
    return new ListQuery(
        parsed,
        exact,
        limit,
        proceed.isEmpty() ? null : Token.decode(proceed),
        initial,
        RequestTarget.flag(request, "allowWatchBookmarks"));
  }

  /// A resourceVersion of a request; -1 when it is empty.
  static long version(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest(
          "invalid resource version: resourceVersion: Invalid value: \""
              + text
              + "\": strconv.ParseUint: parsing \""
              + text
              + "\": invalid syntax");
    }
  }

  private static int number(String text) {
    try {
      return text.isEmpty() ? 0 : (int) Math.min(Long.parseLong(text), Integer.MAX_VALUE);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }

  private static List<FieldError> listErrors(
      String version, String match, String proceed, boolean initialGiven) {
    List<FieldError> errors = new ArrayList<>();
    if (!match.isEmpty()) {
      if (version.isEmpty()) {
        errors.add(
            forbiddenMatch("resourceVersionMatch is forbidden unless resourceVersion is provided"));
      }
      if (!proceed.isEmpty()) {
        errors.add(forbiddenMatch("resourceVersionMatch is forbidden when continue is provided"));
      }
      checkKnown(match, errors);
      if (match.equals(EXACT) && version.equals("0")) {
        errors.add(
            forbiddenMatch(
                "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
      }
    }
    if (initialGiven) {
      errors.add(forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
    }
    return errors;
  }

  private static List<FieldError> watchErrors(String match, boolean initialGiven) {
    List<FieldError> errors = new ArrayList<>();
    if (initialGiven) {
      if (!match.equals(NOT_OLDER)) {
        errors.add(
            forbiddenMatch(
                "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
      }
      return errors;
    }
    if (!match.isEmpty()) {
      errors.add(
          forbiddenMatch(
              "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
      checkKnown(match, errors);
    }
    return errors;
  }

  private static void checkKnown(String match, List<FieldError> errors) {
    if (!match.equals(EXACT) && !match.equals(NOT_OLDER)) {
      errors.add(
          FieldError.notSupported("resourceVersionMatch", match, List.of(EXACT, NOT_OLDER, "")));
    }
  }

  private static FieldError forbiddenMatch(String detail) {
    return forbidden("resourceVersionMatch", detail);
  }

  private static FieldError forbidden(String field, String detail) {
    return FieldError.forbidden(field, detail);
  }

  private static void check(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ApiFailure.invalid("meta.k8s.io", "ListOptions", "", errors);
    }
  }
}
