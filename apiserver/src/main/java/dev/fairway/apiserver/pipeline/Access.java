package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.access.Authorizer;
import dev.fairway.apiserver.access.User;
import dev.fairway.apiserver.store.ResourceType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the authorizer, and lets users act as others where it allows that.
final class Access {
  private static final String USER = "impersonate-user";
  private static final String GROUP = "impersonate-group";
  private static final String UID = "impersonate-uid";
  private static final String EXTRA = "impersonate-extra-";

  private final Authorizer authorizer;

  Access(Authorizer authorizer) {
    this.authorizer = authorizer;
  }

  /// @throws ApiFailure 403 when the user may not do this
  void require(User user, RequestTarget target, ApiRequest request) {
    Authorizer.Attributes attributes = target.attributes();
    if (target.resourceRequest() && target.name().isEmpty() && !target.verb().equals("create")) {
      attributes = named(attributes, Selection.nameIn(request));
    }
    Authorizer.Decision decision = authorizer.decide(user, attributes);
    if (!decision.allowed()) {
      throw refusal(user, attributes, decision);
    }
  }

  private static Authorizer.Attributes named(Authorizer.Attributes of, String name) {
    return new Authorizer.Attributes(
        of.verb(),
        of.group(),
        of.version(),
        of.resource(),
        of.subresource(),
        of.namespace(),
        name,
        of.path(),
        of.resourceRequest());
  }

  private static ApiFailure refusal(
      User user, Authorizer.Attributes asked, Authorizer.Decision decision) {
    String why = asked.refusal(user, decision);
    return asked.resourceRequest()
        ? ApiFailure.forbidden(new ResourceType(asked.group(), asked.resource()), asked.name(), why)
        : ApiFailure.forbiddenPath(why);
  }

  /// The user the request is to be treated as coming from.
  ///
  /// @throws ApiFailure 403 when the caller may not act as that one
  User impersonated(User caller, ApiRequest request) {
    String name = request.header(USER).orElse("");
    List<String> groups = request.headers().getOrDefault(GROUP, List.of());
    Optional<Account> account = Account.named(name);
    Map<String, List<String>> extra = extra(request);
    if (name.isEmpty()) {
      if (!groups.isEmpty() || !extra.isEmpty() || request.header(UID).isPresent()) {
        throw ApiFailure.badRequest(
            "requested impersonation of groups, uid or extra without impersonating a user");
      }
      return caller;
    }
    account.ifPresentOrElse(
        it -> requireImpersonation(caller, "", "serviceaccounts", "", it.namespace(), it.name()),
        () -> requireImpersonation(caller, "", "users", "", name));
    groups.forEach(group -> requireImpersonation(caller, "", "groups", "", group));
    String uid = request.header(UID).orElse("");
    if (!uid.isEmpty()) {
      requireImpersonation(caller, "authentication.k8s.io", "uids", "", uid);
    }
    extra.forEach((key, values) ->
        values.forEach(value ->
            requireImpersonation(caller, "authentication.k8s.io", "userextras", key, value)));
    List<String> own = account.filter(_ -> groups.isEmpty()).map(Account::groups).orElse(groups);
    return new User(name, uid, withImplied(name, own), extra);
  }

  private static List<String> withImplied(String name, List<String> groups) {
    String implied =
        name.equals(User.ANONYMOUS.name()) ? "system:unauthenticated" : "system:authenticated";
    if (groups.contains(implied)) {
      return groups;
    }
    List<String> all = new ArrayList<>(groups);
    all.add(implied);
    return all;
  }

  private static Map<String, List<String>> extra(ApiRequest request) {
    Map<String, List<String>> extra = new LinkedHashMap<>();
    request
        .headers()
        .forEach((name, values) -> {
          if (name.startsWith(EXTRA)) {
            String key = URLDecoder.decode(name.substring(EXTRA.length()), StandardCharsets.UTF_8);
            extra.put(key, List.copyOf(values));
          }
        });
    return extra;
  }

  private void requireImpersonation(
      User caller, String group, String resource, String subresource, String name) {
    requireImpersonation(caller, group, resource, subresource, "", name);
  }

  private void requireImpersonation(
      User caller,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    Authorizer.Attributes attributes =
        new Authorizer.Attributes(
            "impersonate", group, "v1", resource, subresource, namespace, name, "", true);
    Authorizer.Decision decision = authorizer.decide(caller, attributes);
    if (!decision.allowed()) {
      throw refusal(caller, attributes, decision);
    }
  }

  /// The ServiceAccount a user name stands for.
  private record Account(String namespace, String name) {
    static Optional<Account> named(String user) {
      String[] parts = user.split(":", -1);
      return parts.length == 4 && user.startsWith("system:serviceaccount:")
          ? Optional.of(new Account(parts[2], parts[3]))
          : Optional.empty();
    }

    List<String> groups() {
      return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
    }
  }
}
