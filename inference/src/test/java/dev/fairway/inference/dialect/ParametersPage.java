package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.dialect.Probes.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The reference page that says what becomes of each field of a request in each format. It is made
/// by asking the formats: a request with the field is compared with the plainest one.
final class ParametersPage {
  private static final String HEAD =
      """
      # What becomes of each field

      A request may come in one format and go to a provider of another. This page says what becomes
      of each field on the way. It is made by translating one request per field; a test keeps it true.

      | word | meaning |
      |---|---|
      | kept | it stands under the same name |
      | `name` | it stands there |
      | without `name` | it is said by leaving that out |
      | ~value | the target has it only nearly; the answer's list of dropped fields names it |
      | in part | the rest is left out and listed |
      | left out | it changes cost or bookkeeping, not the answer; it is left out and listed |
      | default | the value is the target's default, so nothing needs to be said |
      | refused | a strict call fails and names the field; a lenient call leaves it out and lists it |

      What one model lacks although its format has it is refused, or left out and listed, in the same
      way. After a colon stands which value or kind of the field is meant.
      """;

  private ParametersPage() {}

  static String markdown(List<Probes> sources) {
    StringBuilder page = new StringBuilder(HEAD);
    for (Probes source : sources) {
      page.append("\n## From ").append(source.format()).append("\n\n| field |");
      Dialects.byName().keySet().forEach(target -> page.append(' ').append(target).append(" |"));
      page.append("\n|---|").append("---|".repeat(Dialects.byName().size())).append('\n');
      for (Probe probe : source.fields().values()) {
        page.append("| `").append(probe.field()).append("` |");
        for (Dialect target : Dialects.byName().values()) {
          page.append(' ').append(fate(source, probe, target)).append(" |");
        }
        page.append('\n');
      }
    }
    return page.toString();
  }

  private static String fate(Probes source, Probe probe, Dialect target) {
    if (isRefused(probe.request(), target)) {
      return "refused";
    }
    Dialect.WireRequest plain = lenient(probe.without(), target);
    Dialect.WireRequest written = lenient(probe.request(), target);
    List<String> lost = new ArrayList<>(written.dropped());
    lost.removeAll(plain.dropped());
    Optional<String> place = place(plain, written);
    for (String entry : lost) {
      if (entry.contains("~")) {
        return entry.substring(entry.indexOf('~'));
      }
    }
    if (!lost.isEmpty()) {
      return place.isPresent() ? "in part" : "left out";
    }
    return place
        .map(at -> named(source, probe, target, at))
        .or(() -> gone(plain, written).map("without `%s`"::formatted))
        .orElse("default");
  }

  private static String named(Probes source, Probe probe, Dialect target, String place) {
    boolean same = source.dialect().name().equals(target.name());
    boolean kept =
        place.equals(probe.path())
            || place.startsWith(probe.path() + ".")
            || (same && probe.path().startsWith(place));
    return kept ? "kept" : "`" + place + "`";
  }

  private static boolean isRefused(ChatRequest request, Dialect target) {
    try {
      target.writeRequest(request, ModelTraits.UNKNOWN, Unsupported.REFUSE);
      return false;
    } catch (ModelFailureException _) {
      return true;
    }
  }

  private static Dialect.WireRequest lenient(ChatRequest request, Dialect target) {
    return target.writeRequest(request, ModelTraits.UNKNOWN, Unsupported.DROP);
  }

  /// Where the two bodies differ first.
  private static Optional<String> place(Dialect.WireRequest plain, Dialect.WireRequest written) {
    Optional<String> inBody = difference(Json.parse(plain.body()), Json.parse(written.body()), "");
    return inBody.isEmpty() && !plain.path().equals(written.path())
        ? Optional.of("the path")
        : inBody;
  }

  /// What the field takes away.
  private static Optional<String> gone(Dialect.WireRequest plain, Dialect.WireRequest written) {
    Json.Obj after = (Json.Obj) Json.parse(written.body());
    return ((Json.Obj) Json.parse(plain.body()))
        .fields().keySet().stream().filter(name -> after.field(name).isEmpty()).findFirst();
  }

  private static Optional<String> difference(Json plain, Json written, String path) {
    if (plain.equals(written)) {
      return Optional.empty();
    }
    if (plain instanceof Json.Obj before && written instanceof Json.Obj after) {
      for (Map.Entry<String, Json> field : after.fields().entrySet()) {
        String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        Json old = before.fields().get(field.getKey());
        Optional<String> found =
            old == null
                ? Optional.of(deeper(field.getValue(), at))
                : difference(old, field.getValue(), at);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    if (plain instanceof Json.Arr(var before) && written instanceof Json.Arr(var after)) {
      for (int i = 0; i < after.size(); i++) {
        Optional<String> found =
            i < before.size()
                ? difference(before.get(i), after.get(i), path + "[]")
                : Optional.of(path + "[]");
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    return Optional.of(path);
  }

  /// Into an object that was made for this field alone.
  private static String deeper(Json made, String path) {
    return made instanceof Json.Obj(var fields) && fields.size() == 1
        ? deeper(fields.values().iterator().next(), path + "." + fields.keySet().iterator().next())
        : path;
  }
}
