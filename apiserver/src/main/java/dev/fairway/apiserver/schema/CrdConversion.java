package dev.fairway.apiserver.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a CustomResourceDefinition converts between its versions.
final class CrdConversion {
  private static final String PATH = "spec.conversion";
  private static final String CLIENT = PATH + ".webhookClientConfig";
  private static final String FORM = "; desired format: https://host[/path]";
  private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");

  private final List<FieldError> errors = new ArrayList<>();

  private CrdConversion() {}

  static List<FieldError> validate(Map<String, Object> conversion) {
    CrdConversion validation = new CrdConversion();
    validation.check(conversion);
    return validation.errors;
  }

  private void check(Map<String, Object> conversion) {
    String strategy = Tree.text(conversion, "strategy");
    if (strategy.isEmpty()) {
      errors.add(FieldError.required(PATH + ".strategy", ""));
    } else if (!strategy.equals("None") && !strategy.equals("Webhook")) {
      errors.add(FieldError.notSupported(PATH + ".strategy", strategy, List.of("None", "Webhook")));
    }
    Map<String, Object> webhook = Tree.object(conversion, "webhook");
    Map<String, Object> client = Tree.objectOrNull(webhook, "clientConfig");
    List<String> reviews = Tree.texts(webhook, "conversionReviewVersions");
    if (strategy.equals("Webhook")) {
      if (client == null) {
        errors.add(FieldError.required(CLIENT, "required when strategy is set to Webhook"));
      } else {
        client(client);
      }
      reviewVersions(reviews);
      return;
    }
    String detail = "should not be set when strategy is not set to Webhook";
    if (client != null) {
      errors.add(FieldError.forbidden(CLIENT, detail));
    }
    if (!reviews.isEmpty()) {
      errors.add(FieldError.forbidden(PATH + ".conversionReviewVersions", detail));
    }
  }

  private void client(Map<String, Object> client) {
    String url = Tree.textOrNull(client, "url");
    Map<String, Object> service = Tree.objectOrNull(client, "service");
    if ((url == null) == (service == null)) {
      errors.add(FieldError.required(CLIENT, "exactly one of url or service is required"));
    } else if (url != null) {
      url(url, CLIENT + ".url");
    } else if (service != null) {
      service(service, CLIENT + ".service");
    }
  }

  private void url(String text, String field) {
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme();
      if (!scheme.equals("https")) {
        String detail = "'https' is the only allowed URL scheme" + FORM;
        errors.add(FieldError.invalid(field, scheme, detail));
      }
      if (url.getHost() == null) {
        errors.add(FieldError.invalid(field, "", "host must be specified" + FORM));
      }
      forbidden(field, url.getUserInfo(), "user information is not permitted in the URL");
      forbidden(field, url.getFragment(), "fragments are not permitted in the URL");
      forbidden(field, url.getQuery(), "query parameters are not permitted in the URL");
    } catch (URISyntaxException e) {
      String detail = "url must be a valid URL: " + e.getMessage() + FORM;
      errors.add(FieldError.required(field, detail));
    }
  }

  private void forbidden(String field, @Nullable String part, String detail) {
    if (part != null && !part.isEmpty()) {
      errors.add(FieldError.invalid(field, part, detail));
    }
  }

  private void service(Map<String, Object> service, String path) {
    // Upstream mixes the two up, and users' tests hold its words.
    if (Tree.text(service, "namespace").isEmpty()) {
      errors.add(FieldError.required(path + ".name", ""));
    }
    if (Tree.text(service, "name").isEmpty()) {
      errors.add(FieldError.required(path + ".namespace", ""));
    }
    Long port = Tree.whole(service, "port");
    if (port != null && (port < 1 || port > 65535)) {
      String detail = "port is not valid: must be between 1 and 65535, inclusive";
      errors.add(FieldError.invalid(path + ".port", port, detail));
    }
    String urlPath = Tree.text(service, "path");
    if (!urlPath.isEmpty() && !urlPath.equals("/")) {
      segments(urlPath, path + ".path");
    }
  }

  private void segments(String urlPath, String field) {
    if (!urlPath.startsWith("/")) {
      errors.add(FieldError.invalid(field, urlPath, "must start with a '/'"));
    }
    int end = urlPath.endsWith("/") ? urlPath.length() - 1 : urlPath.length();
    String[] segments = urlPath.substring(1, end).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String at = "segment[" + i + "]";
      if (segments[i].isEmpty()) {
        errors.add(FieldError.invalid(field, urlPath, at + " may not be empty"));
      } else {
        Names.dns1123Subdomain(segments[i])
            .forEach(e -> errors.add(FieldError.invalid(field, urlPath, at + ": " + e)));
      }
    }
  }

  private void reviewVersions(List<String> versions) {
    String path = PATH + ".conversionReviewVersions";
    if (versions.isEmpty()) {
      errors.add(FieldError.required(path, ""));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < versions.size(); i++) {
      String version = versions.get(i);
      String field = path + "[" + i + "]";
      if (!seen.add(version)) {
        errors.add(FieldError.invalid(field, version, "duplicate version"));
      } else {
        Names.dns1035Label(version).forEach(e -> errors.add(FieldError.invalid(field, version, e)));
      }
    }
    if (REVIEW_VERSIONS.stream().noneMatch(seen::contains)) {
      String detail = "must include at least one of " + String.join(", ", REVIEW_VERSIONS);
      errors.add(FieldError.invalid(path, versions, detail));
    }
  }
}
