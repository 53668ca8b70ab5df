package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts a request's extras into the body where the target knows them, and accounts for the others.
final class ExtraFields {
  /// Fields that would change the shape of the answer in a way the canonical form cannot hold.
  private static final Set<String> SHAPING =
      Set.of(
          "n",
          "logprobs",
          "top_logprobs",
          "modalities",
          "audio",
          "generationConfig.candidateCount",
          "generationConfig.responseLogprobs",
          "generationConfig.logprobs",
          "generationConfig.responseModalities");

  private final String dialect;
  private final @Nullable String sibling;
  private final Set<String> own;
  private final Set<String> foreign;

  ExtraFields(String dialect) {
    this(dialect, null);
  }

  /// @param sibling another format of the same provider: a field of the same name means the same
  ExtraFields(String dialect, @Nullable String sibling) {
    this.dialect = dialect;
    this.sibling = sibling;
    this.own = Disposition.fields(dialect);
    this.foreign = Disposition.foreign(dialect);
  }

  Json.Obj write(Json.Obj body, Extras extras, Omissions omissions) {
    Json.Obj result = body;
    for (Map.Entry<String, Json> extra : extras.fields().entrySet()) {
      result = write(result, extras.dialect(), extra.getKey(), extra.getValue(), omissions);
    }
    return result;
  }

  private Json.Obj write(Json.Obj body, String from, String path, Json value, Omissions omissions) {
    Disposition disposition = Disposition.of(from, path, value);
    boolean plain = !SHAPING.contains(path) || disposition == Disposition.NEUTRAL;
    if (plain && fits(from, path)) {
      Optional<Json.Obj> changed = Placement.set(body, path, value);
      if (changed.isPresent()) {
        return changed.get();
      }
    }
    switch (disposition) {
      case NEUTRAL -> {}
      case HINT -> omissions.drop(path);
      case MAPPED, MEANING -> omissions.refuse(path, "it has no such field, or not in this place");
    }
    return body;
  }

  /// Fields written by hand go to any provider unless they are known to be another format's.
  private boolean fits(String from, String path) {
    if (from.equals(Extras.ANY)) {
      return own.contains(path) || !foreign.contains(path);
    }
    return from.equals(dialect) || (from.equals(sibling) && own.contains(path));
  }
}
