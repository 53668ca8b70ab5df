package dev.fairway.apiserver.apply;

import dev.fairway.apiserver.schema.MergeType;
import java.time.Instant;
import java.util.Map;

/// Who writes what when: all that recording ownership needs beside the objects.
///
/// @param manager the field manager: the `fieldManager` parameter, else the user agent up to its
///   first `/`; empty becomes `unknown`
/// @param apiVersion the version of the request, which both objects have
/// @param kind the kind of both objects
/// @param subresource such as `status`; empty for the main endpoint
/// @param now the time of the request; whole seconds are recorded
/// @param resetFields what this endpoint ignores and nobody comes to own through it: [#STATUS] on
///   the main endpoint of a kind with a status subresource; on `/status` the spec and, by kind,
///   metadata
/// @param blank what an object of this kind looks like before it exists: fields it holds are not
///   owned by who creates it. Go writes some empty structs of built-in kinds (`spec: {}` of a
///   Namespace), so these have them; custom resources have none
/// @param versions every version the kind is served at
public record WriteContext(
    String manager,
    String apiVersion,
    String kind,
    String subresource,
    Instant now,
    FieldSet resetFields,
    Map<String, Object> blank,
    Versions versions) {
  /// What the main endpoint ignores where there is a status subresource.
  public static final FieldSet STATUS = FieldSet.of("status");

  /// What `/status` of a custom resource ignores.
  public static final FieldSet ALL_BUT_STATUS =
      FieldSet.of("apiVersion")
          .union(FieldSet.of("kind"))
          .union(FieldSet.of("metadata"))
          .union(FieldSet.of("spec"));

  /// A write to the main endpoint of a kind with one version and nothing to ignore.
  public static WriteContext of(
      String manager, String apiVersion, String kind, Instant now, MergeType type) {
    return new WriteContext(
        manager,
        apiVersion,
        kind,
        "",
        now,
        FieldSet.EMPTY,
        Map.of(),
        Versions.only(apiVersion, type));
  }

  public WriteContext withSubresource(String name) {
    return new WriteContext(manager, apiVersion, kind, name, now, resetFields, blank, versions);
  }

  public WriteContext withResetFields(FieldSet fields) {
    return new WriteContext(manager, apiVersion, kind, subresource, now, fields, blank, versions);
  }

  public WriteContext withBlank(Map<String, Object> object) {
    return new WriteContext(
        manager, apiVersion, kind, subresource, now, resetFields, object, versions);
  }

  public WriteContext withVersions(Versions all) {
    return new WriteContext(manager, apiVersion, kind, subresource, now, resetFields, blank, all);
  }

  /// The type at the version of the request.
  ///
  /// @throws IllegalStateException when the versions do not have it: a request at a version that is
  ///   not served must not get here
  MergeType type() {
    MergeType type = versions.type(apiVersion);
    if (type == null) {
      throw new IllegalStateException("version " + apiVersion + " has no merge type");
    }
    return type;
  }
}
