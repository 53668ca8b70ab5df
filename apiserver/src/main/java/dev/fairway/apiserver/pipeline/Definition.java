package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.pipeline.ServedResource.Subresource;
import dev.fairway.apiserver.pipeline.ServedResource.VersionChange;
import dev.fairway.apiserver.schema.CrdVersion;
import dev.fairway.apiserver.schema.OpenApiFragment;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.store.Stored;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One CustomResourceDefinition, compiled into the resources it serves.
///
/// @param revision of the state that was read
/// @param specRevision the revision that brought the spec; objects stored later are complete
/// @param established it has been served before, so its names go first
record Definition(
    String uid,
    long revision,
    long specRevision,
    long generation,
    boolean established,
    boolean deleting,
    ResourceType type,
    Names names,
    List<ServedResource> resources) {
  /// In upstream's order, which `kubectl api-resources` shows.
  private static final String[] VERBS = {
    "delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"
  };

  /// What no two definitions of a group may share.
  record Names(String plural, String singular, String kind, String listKind, List<String> shorts) {
    Set<String> resourceNames() {
      Set<String> names = new LinkedHashSet<>(shorts);
      names.add(plural);
      names.add(singular);
      return names;
    }
  }

  /// @param before the same definition as read before, whose work is used again when the spec is
  ///   unchanged
  static Definition read(Stored stored, @Nullable Definition before) {
    Map<String, Object> object = stored.tree();
    Metadata meta = Metadata.of(object);
    boolean known =
        before != null
            && before.uid().equals(meta.uid())
            && before.generation() == meta.generation();
    boolean deleting = meta.deleting();
    ResourceType type =
        new ResourceType(
            Trees.text(object, "spec", "group"), Trees.text(object, "spec", "names", "plural"));
    long since = known && before != null ? before.specRevision() : stored.revision();
    return new Definition(
        meta.uid(),
        stored.revision(),
        since,
        meta.generation(),
        Conditions.isTrue(object, "Established"),
        deleting,
        type,
        names(object),
        known && before != null && before.deleting() == deleting
            ? before.resources()
            : resources(object, type, since, deleting));
  }

  private static Names names(Map<String, Object> object) {
    Map<String, Object> names = Trees.map(object, "spec", "names");
    return new Names(
        Trees.text(names, "plural"),
        Trees.text(names, "singular"),
        Trees.text(names, "kind"),
        Trees.text(names, "listKind"),
        Trees.texts(names, "shortNames"));
  }

  static String storageVersion(Map<String, Object> object) {
    return Trees.objects(object, "spec", "versions").stream()
        .filter(version -> Trees.flag(version, "storage"))
        .map(version -> Trees.text(version, "name"))
        .findFirst()
        .orElse("");
  }

  private static List<ServedResource> resources(
      Map<String, Object> object, ResourceType type, long since, boolean deleting) {
    List<ServedResource> resources = new ArrayList<>();
    for (CrdVersion version : CrdVersion.compileAll(object)) {
      if (version.served()) {
        resources.add(resource(object, type, version, since, deleting));
      }
    }
    return List.copyOf(resources);
  }

  private static ServedResource resource(
      Map<String, Object> object,
      ResourceType type,
      CrdVersion version,
      long since,
      boolean deleting) {
    Names names = names(object);
    String apiVersion = type.group() + "/" + version.name();
    String warning = version.warning();
    ServedResource.Builder builder =
        ServedResource.of(type.group(), version.name(), type.plural(), names.kind())
            .storedAs(
                type,
                new VersionChange.Renamed(apiVersion, type.group() + "/" + storageVersion(object)))
            .listKind(names.listKind())
            .singular(names.singular())
            .shortNames(names.shorts())
            .verbs(VERBS)
            .categories(Trees.texts(object, "spec", "names", "categories"))
            .schema(version.schema())
            .rules(new CustomRules(deleting))
            .columns(new CustomColumns(version.columns()))
            .fieldLabels(FieldLabels.paths(version.selectableFields()))
            .openApi(() -> OpenApiFragment.of(object, version.name()))
            .subresources(subresources(version, names.kind()))
            .scale(version.scale().orElse(null))
            .deprecation(warning == null ? "" : warning)
            .custom(since);
    return (Trees.text(object, "spec", "scope").equals("Cluster")
            ? builder.clusterScoped()
            : builder)
        .build();
  }

  private static List<Subresource> subresources(CrdVersion version, String kind) {
    List<Subresource> subresources = new ArrayList<>();
    if (version.hasStatus()) {
      subresources.add(Subresource.status(kind));
    }
    if (version.scale().isPresent()) {
      subresources.add(
          new Subresource(
              "scale", "autoscaling", "v1", "Scale", List.of("get", "patch", "update")));
    }
    return subresources;
  }

  /// Rules of custom resources: a version is needed to replace one, none is created any more once
  /// its definition is going.
  private record CustomRules(boolean terminating) implements KindRules {
    @Override
    public void onCreate(Map<String, Object> object) {
      if (terminating) {
        throw ApiFailure.definitionTerminating();
      }
    }

    @Override
    public boolean unconditionalUpdate() {
      return false;
    }
  }
}
