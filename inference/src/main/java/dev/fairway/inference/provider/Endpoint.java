package dev.fairway.inference.provider;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a provider is and how to reach it.
///
/// @param base base URL, such as `https://api.openai.com/v1`
/// @param headers sent with every call, lower-case names
public record Endpoint(
    URI base, Map<String, String> headers, Timeouts timeouts, Egress egress, Tls tls) {
  /// Steps at the end of a base that name an interface rather than a place.
  private static final Pattern API_STEPS = Pattern.compile("(?:/(?:openai|api|v\\d+\\w*))+$");

  /// @throws IllegalArgumentException naming what is wrong with the URL
  public Endpoint {
    headers = Map.copyOf(headers);
    check(base);
  }

  /// A public endpoint with every setting at its default.
  public static Endpoint of(String url) {
    return new Endpoint(URI.create(url), Map.of(), Timeouts.DEFAULT, Egress.PUBLIC, Tls.DEFAULT);
  }

  public Endpoint withEgress(Egress changed) {
    return new Endpoint(base, headers, timeouts, changed, tls);
  }

  public Endpoint withTimeouts(Timeouts changed) {
    return new Endpoint(base, headers, changed, egress, tls);
  }

  public Endpoint withTls(Tls changed) {
    return new Endpoint(base, headers, timeouts, egress, changed);
  }

  public Endpoint withHeaders(Map<String, String> changed) {
    return new Endpoint(base, changed, timeouts, egress, tls);
  }

  private static void check(URI base) {
    String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("endpoint must be an http or https URL");
    }
    if (base.getHost() == null) {
      throw new IllegalArgumentException("endpoint has no host");
    }
    if (base.getUserInfo() != null || base.getFragment() != null || base.getQuery() != null) {
      throw new IllegalArgumentException(
          "endpoint must have no user, query or fragment; keys belong into a Secret");
    }
  }

  /// Whether TLS is spoken.
  public boolean secure() {
    return base.getScheme().equalsIgnoreCase("https");
  }

  /// Without the brackets of an IPv6 address.
  public String host() {
    String host = base.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// The port, also when the URL leaves it to the scheme.
  public int port() {
    if (base.getPort() >= 0) {
      return base.getPort();
    }
    return secure() ? 443 : 80;
  }

  /// Host and, where the URL names one, port: the value of a `host` header.
  public String authority() {
    return base.getPort() < 0 ? base.getHost() : base.getHost() + ":" + base.getPort();
  }

  /// The path of a call. Steps such as `/v1` that both the base and the path name stand there once:
  /// SDKs differ in which of the two they expect them in.
  public String path(String below) {
    String root = base.getRawPath() == null ? "" : base.getRawPath();
    root = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    Matcher api = API_STEPS.matcher(root);
    int at = api.find() ? api.start() : -1;
    while (at >= 0) {
      if (below.startsWith(root.substring(at) + "/")) {
        return root.substring(0, at) + below;
      }
      at = root.indexOf('/', at + 1);
    }
    return root + below;
  }
}
