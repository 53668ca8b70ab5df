package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.schema.MergeType;
import dev.fairway.apiserver.schema.ObjectSchema;
import dev.fairway.apiserver.schema.ScalePaths;
import dev.fairway.apiserver.store.ResourceType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One resource at one version: everything the pipeline must know to serve it. Immutable.
///
/// @param type where its objects are stored; another one than group and plural say when one object
///   shows under two APIs (events)
/// @param freshAfter objects stored behind this revision are complete as they are; older ones are
///   pruned and defaulted again when read (0 for kinds whose schema never changes)
/// @param openApi makes the schema of a custom resource as an OpenAPI v3 tree; only asked when a
///   client reads the document, since most never are
/// @param scale the JSON paths of the scale subresource, when there is one
/// @param virtual nothing is stored: a POST is answered by computing
public record ServedResource(
    ResourceType type,
    String group,
    String version,
    String plural,
    String kind,
    String listKind,
    String singular,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    List<String> verbs,
    List<Subresource> subresources,
    ObjectSchema schema,
    KindRules rules,
    Columns columns,
    FieldLabels fieldLabels,
    VersionChange versions,
    Supplier<Map<String, Object>> openApi,
    @Nullable ScalePaths scale,
    long freshAfter,
    boolean custom,
    boolean virtual,
    String deprecation) {
  static final List<String> ALL_VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  /// @param group empty, like `version`, when it is that of the resource itself
  public record Subresource(
      String name, String group, String version, String kind, List<String> verbs) {
    static Subresource status(String kind) {
      return new Subresource("status", "", "", kind, List.of("get", "patch", "update"));
    }
  }

  /// How objects of this version become what is stored, and back.
  public interface VersionChange {
    /// Changes the object into its stored form.
    void toStored(Map<String, Object> object);

    /// Changes a stored object into this version.
    void fromStored(Map<String, Object> object);

    /// The `apiVersion` of stored objects when the two forms differ in nothing else; empty when the
    /// bytes cannot be passed on.
    Optional<String> storedApiVersion();

    /// Only `apiVersion` differs.
    record Renamed(String served, String stored) implements VersionChange {
      @Override
      public void toStored(Map<String, Object> object) {
        object.put("apiVersion", stored);
      }

      @Override
      public void fromStored(Map<String, Object> object) {
        object.put("apiVersion", served);
      }

      @Override
      public Optional<String> storedApiVersion() {
        return Optional.of(stored);
      }
    }
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// The group and plural of the API: what error messages name.
  ResourceType named() {
    return new ResourceType(group, plural);
  }

  boolean hasStatus() {
    return subresource("status").isPresent();
  }

  Optional<Subresource> subresource(String name) {
    return subresources.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  boolean allows(RequestTarget target) {
    List<String> allowed =
        target.subresource().isEmpty()
            ? verbs
            : subresource(target.subresource()).map(Subresource::verbs).orElse(List.of());
    return allowed.contains(target.verb());
  }

  static Builder of(String group, String version, String plural, String kind) {
    return new Builder(group, version, plural, kind);
  }

  /// Collects what differs from the usual: namespaced, all verbs, no subresource, no schema.
  public static final class Builder {
    private final String apiVersion;
    private final String group;
    private final String version;
    private final String plural;
    private final String kind;
    private ResourceType type;
    private String listKind;
    private String singular;
    private boolean namespaced = true;
    private List<String> shortNames = List.of();
    private List<String> categories = List.of();
    private List<String> verbs = ALL_VERBS;
    private List<Subresource> subresources = List.of();
    private ObjectSchema schema = new Permissive();
    private KindRules rules = KindRules.PLAIN;
    private Columns columns = Columns.PLAIN;
    private FieldLabels fieldLabels = FieldLabels.METADATA;
    private VersionChange versions;
    private Supplier<Map<String, Object>> openApi = Map::of;
    private @Nullable ScalePaths scale;
    private long freshAfter;
    private boolean custom;
    private boolean virtual;
    private String deprecation = "";

    private Builder(String group, String version, String plural, String kind) {
      this.group = group;
      this.version = version;
      this.plural = plural;
      this.kind = kind;
      type = new ResourceType(group, plural);
      listKind = kind + "List";
      singular = kind.toLowerCase(Locale.ROOT);
      apiVersion = group.isEmpty() ? version : group + "/" + version;
      versions = new VersionChange.Renamed(apiVersion, apiVersion);
    }

    String apiVersion() {
      return apiVersion;
    }

    String kind() {
      return kind;
    }

    public Builder storedAs(ResourceType stored, VersionChange change) {
      type = stored;
      versions = change;
      return this;
    }

    public Builder listKind(String name) {
      listKind = name;
      return this;
    }

    public Builder singular(String name) {
      singular = name;
      return this;
    }

    public Builder clusterScoped() {
      namespaced = false;
      return this;
    }

    public Builder shortNames(List<String> names) {
      shortNames = List.copyOf(names);
      return this;
    }

    public Builder categories(List<String> names) {
      categories = List.copyOf(names);
      return this;
    }

    public Builder verbs(String... names) {
      verbs = List.of(names);
      return this;
    }

    public Builder subresources(List<Subresource> described) {
      subresources = List.copyOf(described);
      return this;
    }

    public Builder schema(ObjectSchema compiled) {
      schema = compiled;
      return this;
    }

    public Builder rules(KindRules kindRules) {
      rules = kindRules;
      return this;
    }

    public Builder columns(Columns printed) {
      columns = printed;
      return this;
    }

    public Builder fieldLabels(FieldLabels labels) {
      fieldLabels = labels;
      return this;
    }

    public Builder openApi(Supplier<Map<String, Object>> schemaTree) {
      openApi = schemaTree;
      return this;
    }

    public Builder scale(@Nullable ScalePaths paths) {
      scale = paths;
      return this;
    }

    /// Objects stored up to this revision may miss what the schema fills in.
    public Builder custom(long schemaRevision) {
      custom = true;
      freshAfter = schemaRevision;
      return this;
    }

    public Builder virtual() {
      virtual = true;
      verbs = List.of("create");
      return this;
    }

    public Builder deprecation(String warning) {
      deprecation = warning;
      return this;
    }

    public ServedResource build() {
      return new ServedResource(
          type,
          group,
          version,
          plural,
          kind,
          listKind,
          singular,
          namespaced,
          shortNames,
          categories,
          verbs,
          subresources,
          schema,
          rules,
          columns,
          fieldLabels,
          versions,
          openApi,
          scale,
          freshAfter,
          custom,
          virtual,
          deprecation);
    }
  }

  /// Knows nothing and accepts everything.
  private record Permissive() implements ObjectSchema {
    @Override
    public List<String> prune(Map<String, Object> object) {
      return List.of();
    }

    @Override
    public void applyDefaults(Map<String, Object> object) {}

    @Override
    public List<FieldError> validate(
        Map<String, Object> object, @Nullable Map<String, Object> old) {
      return List.of();
    }

    @Override
    public MergeType mergeType() {
      return new MergeType.Untyped();
    }
  }
}
