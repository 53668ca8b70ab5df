package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.pipeline.Columns.Column;
import dev.fairway.apiserver.pipeline.ServedResource.Subresource;
import dev.fairway.apiserver.schema.ObjectSchema;
import dev.fairway.apiserver.store.ResourceType;
import dev.fairway.apiserver.types.BuiltinTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kinds that are there without any CustomResourceDefinition, in the order of discovery.
final class BuiltIns {
  static final ResourceType NAMESPACES = new ResourceType("", "namespaces");
  static final ResourceType DEFINITIONS =
      new ResourceType("apiextensions.k8s.io", "customresourcedefinitions");
  private static final ResourceType EVENTS = new ResourceType("", "events");
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final String AUTHORIZATION = "authorization.k8s.io";
  private static final String AUTHENTICATION = "authentication.k8s.io";

  private BuiltIns() {}

  /// @param types knows the fields of the kinds
  static List<ServedResource> all(BuiltinTypes types) {
    return described().stream()
        .map(described -> described.schema(schema(types, described)).build())
        .toList();
  }

  private static ObjectSchema schema(BuiltinTypes types, ServedResource.Builder described) {
    return types
        .schema(described.apiVersion(), described.kind())
        .orElseThrow(() -> new IllegalStateException("no table of " + described.kind()));
  }

  private static List<ServedResource.Builder> described() {
    List<ServedResource.Builder> all = new ArrayList<>();
    all.add(
        ServedResource.of("", "v1", "configmaps", "ConfigMap")
            .shortNames(List.of("cm"))
            .rules(new CoreRules.Settings(false))
            .columns(
                Columns.Listed.of(Column.NAME, count("Data", "data", "binaryData"), Column.AGE)));
    all.add(
        ServedResource.of("", "v1", "events", "Event")
            .shortNames(List.of("ev"))
            .rules(new CoreRules.Upserted(true))
            .fieldLabels(eventLabels("involvedObject", "reportingComponent", "source"))
            .columns(eventColumns("involvedObject", "message", "")));
    all.add(
        ServedResource.of("", "v1", "namespaces", "Namespace")
            .clusterScoped()
            .shortNames(List.of("ns"))
            .verbs("create", "delete", "get", "list", "patch", "update", "watch")
            .subresources(
                List.of(
                    new Subresource("finalize", "", "", "Namespace", List.of("update")),
                    Subresource.status("Namespace")))
            .rules(new CoreRules.Namespaces())
            .fieldLabels(FieldLabels.paths(List.of("status.phase")))
            .columns(
                Columns.Listed.of(Column.NAME, text("Status", "status", "phase"), Column.AGE)));
    all.add(
        ServedResource.of("", "v1", "secrets", "Secret")
            .rules(new CoreRules.Settings(true))
            .fieldLabels(FieldLabels.paths(List.of("type")))
            .columns(
                Columns.Listed.of(
                    Column.NAME, text("Type", "type"), count("Data", "data"), Column.AGE)));
    all.add(
        ServedResource.of("", "v1", "serviceaccounts", "ServiceAccount")
            .shortNames(List.of("sa"))
            .subresources(
                List.of(
                    new Subresource(
                        "token", AUTHENTICATION, "v1", "TokenRequest", List.of("create"))))
            .columns(Columns.Listed.of(Column.NAME, Column.AGE)));
    all.add(
        ServedResource.of(
                DEFINITIONS.group(), "v1", DEFINITIONS.plural(), "CustomResourceDefinition")
            .clusterScoped()
            .shortNames(List.of("crd", "crds"))
            .categories(List.of("api-extensions"))
            .subresources(List.of(Subresource.status("CustomResourceDefinition")))
            .rules(new DefinitionRules()));
    all.add(review(AUTHENTICATION, "selfsubjectreviews", "SelfSubjectReview", false));
    all.add(review(AUTHENTICATION, "tokenreviews", "TokenReview", false));
    all.add(review(AUTHORIZATION, "localsubjectaccessreviews", "LocalSubjectAccessReview", true));
    all.add(review(AUTHORIZATION, "selfsubjectaccessreviews", "SelfSubjectAccessReview", false));
    all.add(review(AUTHORIZATION, "selfsubjectrulesreviews", "SelfSubjectRulesReview", false));
    all.add(review(AUTHORIZATION, "subjectaccessreviews", "SubjectAccessReview", false));
    all.add(
        ServedResource.of("coordination.k8s.io", "v1", "leases", "Lease")
            .rules(new CoreRules.Upserted(false))
            .columns(
                Columns.Listed.of(
                    Column.NAME, text("Holder", "spec", "holderIdentity"), Column.AGE)));
    all.add(
        ServedResource.of("events.k8s.io", "v1", "events", "Event")
            .shortNames(List.of("ev"))
            .storedAs(EVENTS, new EventForms())
            .rules(new CoreRules.Upserted(true))
            .fieldLabels(eventLabels("regarding", "reportingController", "deprecatedSource"))
            .columns(eventColumns("regarding", "note", "deprecated")));
    all.add(rbac("clusterrolebindings", "ClusterRoleBinding", bindingColumns(), true));
    all.add(rbac("clusterroles", "ClusterRole", Columns.PLAIN, true));
    all.add(rbac("rolebindings", "RoleBinding", bindingColumns(), false));
    all.add(rbac("roles", "Role", Columns.PLAIN, false));
    return List.copyOf(all);
  }

  private static ServedResource.Builder rbac(
      String plural, String kind, Columns columns, boolean cluster) {
    ServedResource.Builder builder =
        ServedResource.of(RBAC, "v1", plural, kind).rules(new CoreRules.Access()).columns(columns);
    return cluster ? builder.clusterScoped() : builder;
  }

  private static ServedResource.Builder review(
      String group, String plural, String kind, boolean namespaced) {
    ServedResource.Builder builder = ServedResource.of(group, "v1", plural, kind).virtual();
    return namespaced ? builder : builder.clusterScoped();
  }

  private static Column text(String name, String... path) {
    return Column.of(name, "string", (object, _) -> Trees.text(object, path));
  }

  private static Column count(String name, String... fields) {
    return Column.of(
        name,
        "string",
        (object, _) -> {
          long count = 0;
          for (String field : fields) {
            count += Trees.map(object, field).size() + Trees.list(object, field).size();
          }
          return count;
        });
  }

  private static Columns bindingColumns() {
    return Columns.Listed.of(
        Column.NAME,
        Column.of(
            "Role",
            "string",
            (object, _) ->
                Trees.text(object, "roleRef", "kind")
                    + "/"
                    + Trees.text(object, "roleRef", "name")),
        Column.AGE,
        subjects("Users", "User"),
        subjects("Groups", "Group"),
        subjects("ServiceAccounts", "ServiceAccount"));
  }

  private static Column subjects(String name, String kind) {
    return Column.wide(
        name,
        "string",
        (object, _) ->
            Trees.objects(object, "subjects").stream()
                .filter(subject -> Trees.text(subject, "kind").equals(kind))
                .map(BuiltIns::subject)
                .collect(Collectors.joining(", ")));
  }

  private static String subject(Map<String, Object> subject) {
    String namespace = Trees.text(subject, "namespace");
    String name = Trees.text(subject, "name");
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  private static FieldLabels eventLabels(String regarding, String reporter, String source) {
    Map<String, Function<Map<String, Object>, String>> readers = new LinkedHashMap<>();
    for (String field :
        List.of("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")) {
      readers.put(
          regarding.equals("regarding") ? "regarding." + field : "involvedObject." + field,
          object -> Trees.text(object, regarding, field));
    }
    readers.put("reason", object -> Trees.text(object, "reason"));
    readers.put("type", object -> Trees.text(object, "type"));
    readers.put(reporter, object -> Trees.text(object, reporter));
    readers.put(
        "source",
        object -> {
          String component = Trees.text(object, source, "component");
          return component.isEmpty() ? Trees.text(object, reporter) : component;
        });
    return new FieldLabels(readers, true);
  }

  private static Columns eventColumns(String regarding, String message, String prefix) {
    String source = prefix.isEmpty() ? "source" : "deprecatedSource";
    return Columns.Listed.of(
        Column.of("Last Seen", "string", (object, now) -> lastSeen(object, prefix, now)),
        text("Type", "type"),
        text("Reason", "reason"),
        Column.of(
            "Object",
            "string",
            (object, _) ->
                Trees.text(object, regarding, "kind").toLowerCase(Locale.ROOT)
                    + "/"
                    + Trees.text(object, regarding, "name")),
        Column.wide(
            "Subobject", "string", (object, _) -> Trees.text(object, regarding, "fieldPath")),
        Column.wide("Source", "string", (object, _) -> source(object, source)),
        Column.of("Message", "string", (object, _) -> Trees.text(object, message).strip()),
        Column.wide("First Seen", "string", (object, now) -> firstSeen(object, prefix, now)),
        Column.wide("Count", "string", (object, _) -> count(object, prefix)),
        Column.NAME.onlyWide());
  }

  private static String field(String prefix, String name) {
    return prefix.isEmpty()
        ? name
        : prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String firstSeen(Map<String, Object> event, String prefix, Instant now) {
    String first = Trees.text(event, field(prefix, "firstTimestamp"));
    return Ages.since(first.isEmpty() ? Trees.text(event, "eventTime") : first, now);
  }

  private static String lastSeen(Map<String, Object> event, String prefix, Instant now) {
    String series = Trees.text(event, "series", "lastObservedTime");
    String last = Trees.text(event, field(prefix, "lastTimestamp"));
    if (!series.isEmpty()) {
      return Ages.since(series, now);
    }
    return last.isEmpty() ? firstSeen(event, prefix, now) : Ages.since(last, now);
  }

  private static Object count(Map<String, Object> event, String prefix) {
    Object series = Trees.at(event, "series", "count");
    Object count = series == null ? event.get(field(prefix, "count")) : series;
    return count instanceof Long number && number > 0 ? number : 1L;
  }

  private static String source(Map<String, Object> event, String source) {
    String component = Trees.text(event, source, "component");
    String host = Trees.text(event, source, "host");
    return host.isEmpty() ? component : component + ", " + host;
  }
}
