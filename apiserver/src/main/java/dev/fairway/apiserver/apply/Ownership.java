package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.schema.MergeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a change of an object moves fields between its managers. Every manager sees the change at
/// the version it recorded its fields at. For one request.
final class Ownership {
  /// Names what nobody manages. Only the paths themselves: annotations and labels are managed.
  private static final FieldSet NEVER_RECORDED =
      FieldSet.of("apiVersion")
          .union(FieldSet.of("kind"))
          .union(FieldSet.of("metadata"))
          .union(metadata("name"))
          .union(metadata("namespace"))
          .union(metadata("creationTimestamp"))
          .union(metadata("selfLink"))
          .union(metadata("uid"))
          .union(metadata("clusterName"))
          .union(metadata("generation"))
          .union(metadata("managedFields"))
          .union(metadata("resourceVersion"));

  private static FieldSet metadata(String name) {
    return FieldSet.of("metadata", name);
  }

  private final ManagedFields managed;
  private final WriteContext context;

  Ownership(ManagedFields managed, WriteContext context) {
    this.managed = managed;
    this.context = context;
  }

  /// Reads stored sets under the types of today.
  void reconcile() {
    for (Manager manager : managers()) {
      Manager.Share share = managed.share(manager);
      MergeType type = share == null ? null : context.versions().type(share.apiVersion());
      if (type != null) {
        managed.change(manager, fields -> TypedFields.reconcile(fields, type));
      }
    }
  }

  /// Records a change that a POST, a PUT or a patch other than apply made: the writer comes to
  /// manage all it changed.
  void recordUpdate(Map<String, Object> before, Map<String, Object> after, Manager writer) {
    Change change = new Change(before, after);
    transfer(change, null);
    FieldSet gained = change.at(context.apiVersion()).addedOrModified().difference(NEVER_RECORDED);
    if (!gained.isEmpty()) {
      Manager.Share previous = managed.share(writer);
      FieldSet fields = previous == null ? gained : gained.union(previous.fields());
      managed.put(writer, new Manager.Share(context.apiVersion(), fields, context.now()));
    }
    managed.capUpdates();
  }

  /// Makes `fields` all that an applier manages.
  void recordApplied(Manager applier, FieldSet fields, boolean changed) {
    Manager.Share previous = managed.share(applier);
    managed.put(
        applier,
        new Manager.Share(
            context.apiVersion(),
            fields.difference(NEVER_RECORDED),
            changed || previous == null ? (changed ? context.now() : null) : previous.time()));
  }

  /// The fields of other managers that a change alters.
  Map<Manager, FieldSet> conflicts(Change change, Manager writer) {
    Map<Manager, FieldSet> conflicts = new LinkedHashMap<>();
    managed
        .shares()
        .forEach((manager, share) -> {
          Comparison seen = manager.equals(writer) ? null : change.at(share.apiVersion());
          if (seen != null) {
            FieldSet altered = share.fields().intersection(seen.addedOrModified());
            if (!altered.isEmpty()) {
              conflicts.put(manager, altered);
            }
          }
        });
    return conflicts;
  }

  /// Takes from every manager but one what a change altered or removed. Managers of versions that
  /// are no longer served are forgotten.
  void transfer(Change change, @Nullable Manager except) {
    for (Manager manager : managers()) {
      Manager.Share share = managed.share(manager);
      if (share == null || manager.equals(except)) {
        continue;
      }
      if (context.versions().type(share.apiVersion()) == null) {
        managed.shares().remove(manager);
        continue;
      }
      Comparison seen = change.at(share.apiVersion());
      managed.change(
          manager, fields -> fields.difference(seen.addedOrModified()).difference(seen.removed()));
    }
  }

  private List<Manager> managers() {
    return new ArrayList<>(managed.shares().keySet());
  }

  /// A change of the object, seen at any version.
  final class Change {
    private final Map<String, Object> before;
    private final Map<String, Object> after;
    private final Map<String, Comparison> byVersion = new HashMap<>();

    Change(Map<String, Object> before, Map<String, Object> after) {
      this.before = before;
      this.after = after;
    }

    /// The difference at a version, less what this endpoint ignores; none where the version is not
    /// served.
    Comparison at(String apiVersion) {
      return Values.identical(before, after)
          ? Comparison.EQUAL
          : byVersion.computeIfAbsent(apiVersion, this::compare);
    }

    private Comparison compare(String apiVersion) {
      MergeType type = context.versions().type(apiVersion);
      return type == null
          ? Comparison.EQUAL
          : Comparison.between(converted(before, apiVersion), converted(after, apiVersion), type)
              .without(context.resetFields());
    }
  }

  /// The object at a version that is served.
  Map<String, Object> converted(Map<String, Object> object, String apiVersion) {
    return apiVersion.equals(context.apiVersion())
        ? object
        : context.versions().convert(object, apiVersion);
  }
}
