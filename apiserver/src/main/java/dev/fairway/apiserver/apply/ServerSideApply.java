package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.json.JsonSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Server-side apply, and the bookkeeping of who manages which field that it rests on, after the
/// rules of structured-merge-diff and `apimachinery/pkg/util/managedfields`.
///
/// Pure functions of their arguments; any thread. No argument is changed. Results share parts with
/// the arguments, so a caller that goes on to change a result in place must own those too (trees
/// just read from the store or a request are fine).
///
/// A write runs like this: either [#apply] or (for every other verb) build the new object, default
/// it and call [#recordUpdate]; then default, prune and check; last, [#ignoreTimes], whose answer
/// is the live object itself when there is nothing to store.
public final class ServerSideApply {
  private static final String BEFORE_FIRST_APPLY = "before-first-apply";

  private ServerSideApply() {}

  /// Answers `desired` with the `metadata.managedFields` it is to be stored with after a POST, a
  /// PUT or a patch other than apply.
  ///
  /// @param live the stored object, null on a creation
  public static Map<String, Object> recordUpdate(
      @Nullable Map<String, Object> live, Map<String, Object> desired, WriteContext context) {
    ManagedFields managed = tracked(live, desired, context);
    if (live != null && managed.isEmpty()) {
      // Nobody is tracked: only an apply starts that for an object that exists.
      return Metadata.withoutManagedFields(desired);
    }
    Ownership ownership = new Ownership(managed, context);
    ownership.reconcile();
    ownership.recordUpdate(
        before(live, context),
        Metadata.withoutManagedFields(desired),
        Manager.updating(context.manager(), context.apiVersion(), context.subresource()));
    return Metadata.withManagedFields(desired, managed.encode());
  }

  private static Map<String, Object> before(
      @Nullable Map<String, Object> live, WriteContext context) {
    return live == null ? context.blank() : Metadata.withoutManagedFields(live);
  }

  /// The managers before the write: those the request states, else the stored ones, so that clients
  /// that know nothing of managed fields do not wipe them. A subresource cannot state any. An empty
  /// list, or one with an empty entry, resets.
  private static ManagedFields tracked(
      @Nullable Map<String, Object> live, Map<String, Object> desired, WriteContext context) {
    Object stated = Metadata.managedFields(desired);
    if (!context.subresource().isEmpty() || stated == null) {
      return stored(live);
    }
    if (isReset(stated)) {
      return new ManagedFields();
    }
    ManagedFields managed = decodeOrEmpty(stated);
    return managed.isEmpty() ? stored(live) : managed;
  }

  private static boolean isReset(Object stated) {
    return stated instanceof List<?> entries
        && (entries.isEmpty()
            || (entries.size() == 1
                && entries.getFirst() instanceof Map<?, ?> entry
                && entry.isEmpty()));
  }

  private static ManagedFields stored(@Nullable Map<String, Object> live) {
    return live == null ? new ManagedFields() : decodeOrEmpty(Metadata.managedFields(live));
  }

  private static ManagedFields decodeOrEmpty(@Nullable Object entries) {
    try {
      return ManagedFields.decode(entries);
    } catch (JsonSyntax _) {
      return new ManagedFields();
    }
  }

  /// Applies a configuration: merges it into the live object, removes what the manager applied
  /// before and no longer does (unless others manage it) and records the manager.
  ///
  /// @param live the stored object; null when there is none, and the answer is the one to create
  /// @param force take fields from other managers instead of failing
  /// @return the object to store, not yet defaulted; the live object itself when nothing changes
  /// @throws ApplyConflict when fields of other managers would change and `force` is not set
  /// @throws PatchFailure when the configuration cannot be applied at all
  public static Map<String, Object> apply(
      @Nullable Map<String, Object> live,
      Map<String, Object> configuration,
      boolean force,
      WriteContext context) {
    Configuration.check(configuration, context);
    Map<String, Object> before = before(live, context);
    ManagedFields managed = managedBeforeApply(live, before, context);
    Ownership ownership = new Ownership(managed, context);
    ownership.reconcile();

    Manager applier = Manager.applying(context.manager(), context.subresource());
    FieldSet applied = TypedFields.of(configuration, context.type()).without(context.resetFields());
    Map<String, Object> merged = TypedMerge.merge(before, configuration, context.type());
    Map<String, Object> after =
        new Prune(managed, ownership, context).prune(merged, applier, applied);

    Ownership.Change change = ownership.new Change(before, after);
    if (!force) {
      refuseConflicts(ownership.conflicts(change, applier), before, context);
    }
    ownership.transfer(change, applier);
    ownership.recordApplied(applier, applied, !Values.same(before, after));
    if (LastApplied.concerns(context)) {
      after = LastApplied.keepUpToDate(after, configuration);
    }
    Map<String, Object> result = Metadata.withManagedFields(after, managed.encode());
    return live == null ? result : ignoreTimes(live, result);
  }

  /// An object nobody is tracked on is first recorded as a whole, so that the applier does not get
  /// hold of fields it never named.
  private static ManagedFields managedBeforeApply(
      @Nullable Map<String, Object> live, Map<String, Object> before, WriteContext context) {
    ManagedFields managed = decode(live);
    if (managed.isEmpty()) {
      new Ownership(managed, context)
          .recordUpdate(
              context.blank(),
              before,
              Manager.updating(BEFORE_FIRST_APPLY, context.apiVersion(), context.subresource()));
    }
    return managed;
  }

  private static ManagedFields decode(@Nullable Map<String, Object> live) {
    try {
      return ManagedFields.decode(live == null ? null : Metadata.managedFields(live));
    } catch (JsonSyntax e) {
      throw PatchFailure.internal("failed to decode managed fields: " + e.getMessage());
    }
  }

  private static void refuseConflicts(
      Map<Manager, FieldSet> found, Map<String, Object> before, WriteContext context) {
    if (found.isEmpty()) {
      return;
    }
    FieldSet allowed =
        LastApplied.concerns(context)
            ? LastApplied.unchangedFields(before, context)
            : FieldSet.EMPTY;
    List<ApplyConflict.Conflict> conflicts = new ArrayList<>();
    found.forEach((manager, fields) ->
        fields
            .difference(allowed)
            .paths()
            .forEach(path -> conflicts.add(new ApplyConflict.Conflict(manager.toString(), path))));
    if (!conflicts.isEmpty()) {
      throw new ApplyConflict(conflicts);
    }
  }

  /// Answers `live` when `next` differs from it in nothing but the times of its managed fields,
  /// else `next`: a write that changes nothing must not move the resourceVersion.
  public static Map<String, Object> ignoreTimes(
      Map<String, Object> live, Map<String, Object> next) {
    boolean same =
        Values.same(
                withoutTimes(Metadata.managedFields(live)),
                withoutTimes(Metadata.managedFields(next)))
            && Values.same(
                Metadata.withoutManagedFields(live), Metadata.withoutManagedFields(next));
    return same ? live : next;
  }

  private static List<?> withoutTimes(@Nullable Object entries) {
    return Parts.items(entries).stream()
        .map(entry -> {
          Map<String, @Nullable Object> rest = new LinkedHashMap<>(Parts.entries(entry));
          rest.remove("time");
          return rest;
        })
        .toList();
  }
}
