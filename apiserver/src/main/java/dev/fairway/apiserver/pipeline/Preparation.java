package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.schema.ObjectMeta;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Brings an object into the state it may be stored in: defaults, the fields the server owns, the
/// fields this endpoint may not touch, and the checks.
final class Preparation {
  private static final String NAME_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int NAME_SUFFIX = 5;
  private static final int GENERATED_PREFIX_LIMIT = 63 - NAME_SUFFIX;

  private final Clock clock;
  private final RandomGenerator random;

  Preparation(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// The time as timestamps of metadata show it.
  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  void forCreate(Call call, Map<String, Object> object) {
    ServedResource resource = call.resource();
    Metadata meta = Metadata.of(object);
    meta.set("deletionTimestamp", null);
    meta.set("deletionGracePeriodSeconds", null);
    meta.set("selfLink", null);
    meta.set("resourceVersion", null);
    meta.set("uid", UUID.randomUUID().toString());
    meta.set("creationTimestamp", now());
    meta.set("generation", countsGenerations(resource) ? (Object) 1L : null);
    if (resource.hasStatus()) {
      object.remove("status");
    }
    resource.schema().applyDefaults(object);
    resource.rules().onCreate(object);
  }

  /// A name that begins as `generateName` asks.
  String generatedName(Metadata meta) {
    String prefix = meta.text("generateName");
    StringBuilder name = new StringBuilder(prefix);
    name.setLength(Math.min(prefix.length(), GENERATED_PREFIX_LIMIT));
    for (int i = 0; i < NAME_SUFFIX; i++) {
      name.append(NAME_CHARACTERS.charAt(random.nextInt(NAME_CHARACTERS.length())));
    }
    return name.toString();
  }

  /// The object that replaces `old` when the client wants `wanted`.
  Map<String, Object> forUpdate(Call call, Map<String, Object> wanted, Map<String, Object> old) {
    ServedResource resource = call.resource();
    resource.schema().applyDefaults(wanted);
    Map<String, Object> next =
        switch (call.target().subresource()) {
          case "status" -> onlyStatus(resource, wanted, old);
          case "finalize" -> only("spec", wanted, old);
          default -> wanted;
        };
    keepSystemFields(Metadata.of(next), Metadata.of(old));
    if (call.target().subresource().isEmpty()) {
      if (resource.hasStatus()) {
        Trees.carry("status", old, next);
      }
      resource.rules().onUpdate(next, old);
    }
    if (countsGenerations(resource) && !wishes(resource, next).equals(wishes(resource, old))) {
      Metadata.of(next).set("generation", Metadata.of(old).generation() + 1);
    }
    return next;
  }

  /// A custom resource's `/status` changes nothing but the status; built-in kinds let metadata
  /// through as well.
  private static Map<String, Object> onlyStatus(
      ServedResource resource, Map<String, Object> wanted, Map<String, Object> old) {
    Map<String, Object> next = only("status", wanted, old);
    Metadata before = Metadata.of(old);
    Map<String, Object> metadata =
        new LinkedHashMap<>(resource.custom() ? before.fields() : Metadata.of(wanted).fields());
    Trees.carry("managedFields", Metadata.of(wanted).fields(), metadata);
    next.put("metadata", metadata);
    return next;
  }

  private static Map<String, Object> only(
      String field, Map<String, Object> wanted, Map<String, Object> old) {
    Map<String, Object> next = new LinkedHashMap<>(old);
    Trees.carry(field, wanted, next);
    next.put("metadata", new LinkedHashMap<>(Metadata.of(old).fields()));
    return next;
  }

  private static void keepSystemFields(Metadata meta, Metadata before) {
    for (String field :
        List.of(
            "generation",
            "selfLink",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "resourceVersion")) {
      meta.set(field, before.fields().get(field));
    }
    for (String field : List.of("uid", "creationTimestamp", "namespace")) {
      if (meta.text(field).isEmpty()) {
        meta.set(field, before.fields().get(field));
      }
    }
  }

  private static boolean countsGenerations(ServedResource resource) {
    return resource.custom() || resource.rules().countsGenerations();
  }

  /// What a change of counts as a new generation.
  private static Map<String, Object> wishes(ServedResource resource, Map<String, Object> object) {
    Map<String, Object> wishes = new LinkedHashMap<>(object);
    wishes.remove("metadata");
    if (resource.hasStatus()) {
      wishes.remove("status");
    }
    return wishes;
  }

  /// @throws ApiFailure 422 with everything that is wrong
  void check(Call call, Map<String, Object> object, @Nullable Map<String, Object> old) {
    ServedResource resource = call.resource();
    Map<String, Object> metadata = Metadata.of(object).fields();
    SequencedSet<FieldError> errors = new LinkedHashSet<>();
    if (old == null) {
      errors.addAll(
          ObjectMeta.validate(
              metadata, resource.namespaced(), "metadata", resource.rules()::checkName));
      errors.addAll(resource.schema().validate(object, null));
    } else {
      errors.addAll(ObjectMeta.validateUpdate(metadata, Metadata.of(old).fields(), "metadata"));
      errors.addAll(
          call.status()
              ? resource.schema().validateStatus(object, old)
              : resource.schema().validate(object, old));
    }
    errors.addAll(resource.rules().check(object, old));
    if (!errors.isEmpty()) {
      String name = Metadata.of(object).name();
      throw ApiFailure.invalid(resource.group(), resource.kind(), name, List.copyOf(errors));
    }
  }
}
