package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.schema.MergeType;
import java.util.LinkedHashMap;
import java.util.Map;

/// Removes what a manager applied before and no longer does. What another manager (at its own
/// version) or the new configuration manages stays, and so does what lies inside a removed item but
/// was never applied by this manager. For one request.
final class Prune {
  private final ManagedFields managed;
  private final Ownership ownership;
  private final WriteContext context;

  Prune(ManagedFields managed, Ownership ownership, WriteContext context) {
    this.managed = managed;
    this.ownership = ownership;
    this.context = context;
  }

  /// @param merged the live object with the new configuration merged in
  /// @param applied the fields of the new configuration
  Map<String, Object> prune(Map<String, Object> merged, Manager applier, FieldSet applied) {
    Manager.Share last = managed.share(applier);
    if (last == null || isCovered(last, applied)) {
      return merged;
    }
    MergeType type = context.versions().type(last.apiVersion());
    if (type == null) {
      return merged;
    }
    Map<String, Object> whole = ownership.converted(merged, last.apiVersion());
    FieldSet lastFields = TypedFields.withNamedFields(last.fields(), type);
    Map<String, Object> pruned = TypedRemoval.remove(whole, lastFields, type);
    pruned = addBackOwned(whole, pruned, last.apiVersion(), applier, applied);
    pruned = addBackNeverApplied(whole, pruned, lastFields, type);
    return last.apiVersion().equals(context.apiVersion())
        ? pruned
        : context.versions().convert(pruned, context.apiVersion());
  }

  /// Whether all that was applied before is applied again, so that there is nothing to remove.
  private boolean isCovered(Manager.Share last, FieldSet applied) {
    return last.apiVersion().equals(context.apiVersion())
        && last.fields().difference(applied).isEmpty();
  }

  private Map<String, Object> addBackOwned(
      Map<String, Object> merged,
      Map<String, Object> pruned,
      String at,
      Manager applier,
      FieldSet applied) {
    Map<String, FieldSet> owned = ownedByVersion(at, applier, applied);
    Map<String, Object> result = pruned;
    for (Map.Entry<String, FieldSet> entry : owned.entrySet()) {
      MergeType type = context.versions().type(entry.getKey());
      if (type != null) {
        Map<String, Object> whole = convert(merged, at, entry.getKey());
        Map<String, Object> rest = convert(result, at, entry.getKey());
        FieldSet gone =
            named(whole, type)
                .difference(
                    named(rest, type).union(TypedFields.withNamedFields(entry.getValue(), type)));
        result = convert(TypedRemoval.remove(whole, gone, type), entry.getKey(), at);
      }
    }
    return result;
  }

  /// What anyone manages now, the version of the last apply first: a field another version needs to
  /// be converted at all may only be back then.
  private Map<String, FieldSet> ownedByVersion(String first, Manager applier, FieldSet applied) {
    Map<String, FieldSet> owned = new LinkedHashMap<>();
    owned.put(first, FieldSet.EMPTY);
    owned.merge(context.apiVersion(), applied, FieldSet::union);
    managed
        .shares()
        .forEach((manager, share) -> {
          if (!manager.equals(applier)) {
            owned.merge(share.apiVersion(), share.fields(), FieldSet::union);
          }
        });
    return owned;
  }

  private static Map<String, Object> addBackNeverApplied(
      Map<String, Object> merged, Map<String, Object> pruned, FieldSet last, MergeType type) {
    FieldSet gone = named(merged, type).difference(named(pruned, type)).intersection(last);
    return TypedRemoval.remove(merged, gone, type);
  }

  private static FieldSet named(Map<String, Object> object, MergeType type) {
    return TypedFields.withNamedFields(TypedFields.of(object, type), type);
  }

  private Map<String, Object> convert(Map<String, Object> object, String from, String to) {
    return from.equals(to) ? object : context.versions().convert(object, to);
  }
}
