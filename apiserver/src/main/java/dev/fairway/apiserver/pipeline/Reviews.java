package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.access.Authorizer;
import dev.fairway.apiserver.access.User;
import dev.fairway.apiserver.schema.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The virtual resources: questions about who somebody is and what they may do. Nothing is stored.
final class Reviews {
  private final Authorizer authorizer;
  private final TokenCheck tokens;
  private final Bodies bodies;

  Reviews(Authorizer authorizer, TokenCheck tokens, Bodies bodies) {
    this.authorizer = authorizer;
    this.tokens = tokens;
    this.bodies = bodies;
  }

  Map<String, Object> answer(Call call) {
    Map<String, Object> review = bodies.object(call.request()).object();
    review.put("apiVersion", call.resource().apiVersion());
    review.put("kind", call.resource().kind());
    Metadata.of(review);
    review.put(
        "status",
        switch (call.resource().kind()) {
          case "SelfSubjectReview" -> Trees.of("userInfo", userInfo(call.user()));
          case "TokenReview" -> token(Trees.text(review, "spec", "token"));
          case "SelfSubjectRulesReview" ->
              rules(call.user(), Trees.text(review, "spec", "namespace"));
          case "SelfSubjectAccessReview" -> access(call, review, call.user());
          default -> access(call, review, subject(review));
        });
    return review;
  }

  private Map<String, Object> token(String token) {
    return tokens
        .user(token)
        .map(user -> Trees.of("authenticated", true, "user", userInfo(user)))
        .orElseGet(() -> Trees.of("user", Map.of(), "error", "invalid bearer token"));
  }

  private static Map<String, Object> userInfo(User user) {
    return Trees.of(
        "username",
        user.name(),
        "uid",
        user.uid().isEmpty() ? null : user.uid(),
        "groups",
        user.groups(),
        "extra",
        user.extra().isEmpty() ? null : user.extra());
  }

  private static User subject(Map<String, Object> review) {
    return new User(
        Trees.text(review, "spec", "user"),
        Trees.text(review, "spec", "uid"),
        Trees.texts(review, "spec", "groups"),
        Map.of());
  }

  private Map<String, Object> access(Call call, Map<String, Object> review, User user) {
    Authorizer.Decision decision = authorizer.decide(user, attributes(call, review));
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("allowed", decision.allowed());
    if (!decision.reason().isEmpty()) {
      status.put("reason", decision.reason());
    }
    return status;
  }

  private static Authorizer.Attributes attributes(Call call, Map<String, Object> review) {
    Map<String, Object> resource = Trees.map(review, "spec", "resourceAttributes");
    Map<String, Object> path = Trees.map(review, "spec", "nonResourceAttributes");
    if (resource.isEmpty() == path.isEmpty()) {
      throw ApiFailure.invalid(
          call.resource().group(),
          "",
          "",
          List.of(
              FieldError.invalid(
                  "spec.resourceAttributes",
                  resource.isEmpty() ? null : resource,
                  "exactly one of nonResourceAttributes or resourceAttributes must be specified")));
    }
    if (resource.isEmpty()) {
      return new Authorizer.Attributes(
          Trees.text(path, "verb"), "", "", "", "", "", "", Trees.text(path, "path"), false);
    }
    String namespace = Trees.text(resource, "namespace");
    return new Authorizer.Attributes(
        Trees.text(resource, "verb"),
        Trees.text(resource, "group"),
        Trees.text(resource, "version"),
        Trees.text(resource, "resource"),
        Trees.text(resource, "subresource"),
        call.namespace().isEmpty() ? namespace : call.namespace(),
        Trees.text(resource, "name"),
        "",
        true);
  }

  /// An authorizer that cannot list its rules makes the answer incomplete.
  private Map<String, Object> rules(User user, String namespace) {
    Optional<List<Authorizer.Rule>> rules = authorizer.rules(user, namespace);
    List<Object> resources = new ArrayList<>();
    List<Object> paths = new ArrayList<>();
    for (Authorizer.Rule rule : rules.orElse(List.of())) {
      if (rule.paths().isEmpty()) {
        resources.add(
            Trees.of(
                "verbs", rule.verbs(),
                "apiGroups", rule.groups(),
                "resources", rule.resources(),
                "resourceNames", rule.names().isEmpty() ? null : rule.names()));
      } else {
        paths.add(Trees.of("verbs", rule.verbs(), "nonResourceURLs", rule.paths()));
      }
    }
    return Trees.of(
        "resourceRules", resources,
        "nonResourceRules", paths,
        "incomplete", rules.isEmpty());
  }
}
