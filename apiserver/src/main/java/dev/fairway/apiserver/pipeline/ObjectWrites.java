package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.apply.ApplyConflict;
import dev.fairway.apiserver.apply.PatchFailure;
import dev.fairway.apiserver.apply.ServerSideApply;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.StoreConflict;
import dev.fairway.apiserver.store.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Creates, replaces and patches stored objects. Every write computes the next state from the
/// newest one and stores it by compare-and-swap; a write that lost a race is computed again, so
/// that only a client that named a version sees a conflict.
final class ObjectWrites {
  private static final int NAME_TRIES = 8;

  /// So many lost races in a row are a conflict after all.
  private static final int SWAP_TRIES = 64;

  private static final ResourceType NAMESPACES = new ResourceType("", "namespaces");

  private final ResourceStore store;
  private final ObjectInput input;
  private final Preparation preparation;
  private final Ownerships ownerships;

  ObjectWrites(ResourceStore store, ObjectInput input, Preparation preparation, Clock clock) {
    this.store = store;
    this.input = input;
    this.preparation = preparation;
    this.ownerships = new Ownerships(clock);
  }

  /// What a write did.
  ///
  /// @param object the new state at the version of the request
  /// @param stored the same as stored; null after a dry run or when the object is gone
  record Outcome(int status, Map<String, Object> object, @Nullable Stored stored) {}

  /// The next state of an object, computed from a copy of the newest one.
  @FunctionalInterface
  interface Change {
    Map<String, Object> of(Map<String, Object> live);
  }

  Outcome create(Call call, WriteOptions options) {
    Map<String, Object> object = input.object(call, options);
    return create(call, options, object);
  }

  private Outcome create(Call call, WriteOptions options, Map<String, Object> wanted) {
    Metadata meta = Metadata.of(wanted);
    if (!meta.resourceVersion().isEmpty()) {
      throw ApiFailure.versionOnCreate();
    }
    boolean generate = meta.name().isEmpty() && !meta.text("generateName").isEmpty();
    for (int attempt = 1; ; attempt++) {
      Map<String, Object> object = Json.copy(wanted);
      if (generate) {
        Metadata.of(object).set("name", preparation.generatedName(meta));
      }
      requireNamespace(call, Metadata.of(object).name());
      preparation.forCreate(call, object);
      preparation.check(call, object, null);
      try {
        return created(call, options, ownerships.recordUpdate(call, options, null, object));
      } catch (StoreConflict _) {
        String name = Metadata.of(object).name();
        if (!generate) {
          throw ApiFailure.alreadyExists(call.resource().named(), name);
        }
        if (attempt == NAME_TRIES) {
          throw ApiFailure.generateNameExhausted(call.resource().named(), name);
        }
      }
    }
  }

  private Outcome created(Call call, WriteOptions options, Map<String, Object> object) {
    Key key = call.key(Metadata.of(object).name());
    if (options.dryRun()) {
      store.snapshot().get(key).ifPresent(taken -> conflict(key, taken));
      return new Outcome(201, object, null);
    }
    Stored stored = store.create(key, stored(call, object));
    return new Outcome(201, object, stored);
  }

  private static void conflict(Key key, Stored taken) {
    throw new StoreConflict(key, taken);
  }

  /// An object needs a namespace that exists and is not being deleted.
  private void requireNamespace(Call call, String name) {
    String namespace = call.namespace();
    if (namespace.isEmpty()) {
      return;
    }
    Optional<Stored> found = store.snapshot().get(new Key(NAMESPACES, "", namespace));
    if (found.isEmpty()) {
      throw ApiFailure.notFound(NAMESPACES, namespace);
    }
    if (deleting(found.get())) {
      throw ApiFailure.namespaceTerminating(call.resource().named(), name, namespace);
    }
  }

  /// Every creation asks, so the text is only parsed when it may say yes.
  private static boolean deleting(Stored namespace) {
    return new String(namespace.json(), StandardCharsets.UTF_8).contains("\"deletionTimestamp\"")
        && Metadata.of(namespace.tree()).deleting();
  }

  Outcome update(Call call, WriteOptions options) {
    Map<String, Object> wanted = input.object(call, options);
    ServedResource resource = call.resource();
    if (store.snapshot().get(call.key()).isEmpty()) {
      if (!resource.rules().createsOnUpdate() || !call.target().subresource().isEmpty()) {
        throw call.notFound();
      }
      Metadata.of(wanted).set("resourceVersion", null);
      return create(call, options, wanted);
    }
    String version = Metadata.of(wanted).resourceVersion();
    if (version.isEmpty() && !resource.rules().unconditionalUpdate()) {
      throw ApiFailure.versionRequired(resource.named(), call.target().name());
    }
    return modify(
        call,
        options,
        live -> {
          Map<String, Object> next = Json.copy(wanted);
          if (version.isEmpty() || version.equals("0")) {
            Metadata.of(next).set("resourceVersion", Metadata.of(live).resourceVersion());
          }
          return next;
        });
  }

  Outcome patch(Call call, WriteOptions options) {
    Patches patches = Patches.of(call, options);
    return modify(
        call,
        options,
        live -> {
          Map<String, Object> next = patches.patched(live);
          input.prunePatched(call, options, next);
          return next;
        });
  }

  /// Computes and swaps until it succeeds.
  Outcome modify(Call call, WriteOptions options, Change change) {
    ObjectReader reader = new ObjectReader(call.resource());
    for (int attempt = 0; attempt < SWAP_TRIES; attempt++) {
      Stored stored = store.snapshot().get(call.key()).orElseThrow(call::notFound);
      Map<String, Object> live = reader.tree(stored);
      Map<String, Object> wanted = change.of(Json.copy(live));
      checkPreconditions(call, wanted, live);
      Map<String, Object> next = preparation.forUpdate(call, wanted, live);
      preparation.check(call, next, live);
      Map<String, Object> tracked = ownerships.recordUpdate(call, options, live, next);
      try {
        return swapped(call, options, stored, live, tracked);
      } catch (StoreConflict _) {
        // Somebody was faster: compute again from what they wrote.
      }
    }
    throw ApiFailure.conflict(call.resource().named(), call.target().name(), ApiFailure.MODIFIED);
  }

  // That nothing changed is told by identity.
  @SuppressWarnings("ReferenceEquality")
  private Outcome swapped(
      Call call,
      WriteOptions options,
      Stored stored,
      Map<String, Object> live,
      Map<String, Object> next) {
    if (mayGo(call.resource(), live, next)) {
      if (!options.dryRun()) {
        store.delete(stored.key(), stored.revision());
      }
      return new Outcome(200, next, null);
    }
    if (ServerSideApply.ignoreTimes(live, next) == live) {
      return new Outcome(200, live, stored);
    }
    if (options.dryRun()) {
      return new Outcome(200, next, null);
    }
    return new Outcome(
        200, next, store.update(stored.key(), stored.revision(), stored(call, next)));
  }

  /// An object being deleted is gone when the last that held it lets go.
  private static boolean mayGo(
      ServedResource resource, Map<String, Object> live, Map<String, Object> next) {
    return Metadata.of(live).deleting()
        && Metadata.of(next).finalizers().isEmpty()
        && !resource.rules().keptAfterDelete(next);
  }

  private static void checkPreconditions(
      Call call, Map<String, Object> wanted, Map<String, Object> live) {
    Metadata meta = Metadata.of(wanted);
    Metadata current = Metadata.of(live);
    if (!meta.uid().isEmpty() && !meta.uid().equals(current.uid())) {
      throw ApiFailure.conflict(
          call.resource().named(),
          call.target().name(),
          ("StorageError: invalid object, Code: 4, Key: %s, ResourceVersion: 0, AdditionalErrorMsg:"
                  + " Precondition failed: UID in precondition: %s, UID in object meta: %s")
              .formatted(registryKey(call), meta.uid(), current.uid()));
    }
    String version = meta.resourceVersion();
    if (!version.isEmpty()
        && ListQuery.version(version) != ListQuery.version(current.resourceVersion())) {
      throw ApiFailure.conflict(call.resource().named(), call.target().name(), ApiFailure.MODIFIED);
    }
  }

  /// Where upstream would keep the object: part of a message.
  private static String registryKey(Call call) {
    ServedResource resource = call.resource();
    String group = resource.custom() ? "/" + resource.group() : "";
    String namespace = call.namespace().isEmpty() ? "" : "/" + call.namespace();
    return "/registry" + group + "/" + resource.plural() + namespace + "/" + call.target().name();
  }

  /// Server-side apply: creates what is missing.
  Outcome apply(Call call, WriteOptions options) {
    if (!options.managerGiven()) {
      throw ApiFailure.managerRequired();
    }
    Map<String, Object> configuration = input.configuration(call, options);
    ObjectReader reader = new ObjectReader(call.resource());
    for (int attempt = 0; attempt < SWAP_TRIES; attempt++) {
      Optional<Stored> found = store.snapshot().get(call.key());
      try {
        if (found.isEmpty()) {
          return applyToNothing(call, options, configuration);
        }
        Stored stored = found.get();
        Map<String, Object> live = reader.tree(stored);
        checkPreconditions(call, configuration, live);
        Map<String, Object> applied =
            ownerships.apply(call, options, live, Json.copy(configuration));
        Map<String, Object> next = preparation.forUpdate(call, Json.copy(applied), live);
        preparation.check(call, next, live);
        return swapped(call, options, stored, live, next);
      } catch (StoreConflict _) {
        // Somebody was faster: apply again to what they wrote.
      } catch (ApplyConflict e) {
        throw conflict(e);
      } catch (PatchFailure e) {
        throw Patches.failure(e);
      }
    }
    throw ApiFailure.conflict(call.resource().named(), call.target().name(), ApiFailure.MODIFIED);
  }

  private Outcome applyToNothing(
      Call call, WriteOptions options, Map<String, Object> configuration) {
    if (!call.target().subresource().isEmpty() || !Metadata.of(configuration).uid().isEmpty()) {
      throw call.notFound();
    }
    requireNamespace(call, call.target().name());
    Map<String, Object> object =
        Json.copy(ownerships.apply(call, options, null, Json.copy(configuration)));
    preparation.forCreate(call, object);
    preparation.check(call, object, null);
    return created(call, options, object);
  }

  private static ApiFailure conflict(ApplyConflict conflict) {
    List<Map<String, Object>> causes =
        conflict.conflicts().stream()
            .map(one ->
                Trees.of(
                    "reason", "FieldManagerConflict",
                    "message", one.message(),
                    "field", one.field()))
            .toList();
    return ApiFailure.applyConflict(String.valueOf(conflict.getMessage()), causes);
  }

  private static Map<String, Object> stored(Call call, Map<String, Object> object) {
    Map<String, Object> stored = new LinkedHashMap<>(object);
    call.resource().versions().toStored(stored);
    return stored;
  }
}
