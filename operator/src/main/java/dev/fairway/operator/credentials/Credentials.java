package dev.fairway.operator.credentials;

import dev.fairway.api.v1.SecretRef;
import dev.fairway.inference.provider.Credential;
import dev.fairway.operator.conditions.Refusal;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the Secret a resource refers to. The Secret of another namespace is used only when it says
/// so itself. Thread-safe.
public final class Credentials implements Keys {
  /// On a Secret: names the namespaces, separated by commas, whose objects may use it; `*` means
  /// all.
  public static final String SHARED_WITH = "ai.fairway.dev/shared-with";

  /// Keys of a Secret with a pair of AWS's keys, as AWS's own files spell them in JSON.
  private static final String ACCESS_KEY = "accessKeyId";

  private static final String SECRET_KEY = "secretAccessKey";
  private static final String SESSION_TOKEN = "sessionToken";

  private final Secrets secrets;

  /// Finds Secrets.
  public interface Secrets {
    @Nullable Secret find(String namespace, String name);
  }

  /// Asks the API server each time.
  public Credentials(KubernetesClient client) {
    this((namespace, name) -> client.secrets().inNamespace(namespace).withName(name).get());
  }

  public Credentials(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Credential read(String field, SecretRef ref, String namespace) {
    String home = ref.namespace() == null ? namespace : ref.namespace();
    Secret secret = secrets.find(home, ref.name());
    boolean foreign = !home.equals(namespace);
    // Said alike whether it is absent or private: existence in another namespace is not ours to
    // tell.
    if (foreign && (secret == null || !isSharedWith(secret, namespace))) {
      throw new Refusal(
          "SecretNotShared",
          "%s: Secret %s/%s does not exist or is not shared with namespace %s; its owner can annotate it with %s: %s"
              .formatted(field, home, ref.name(), namespace, SHARED_WITH, namespace));
    }
    if (secret == null) {
      throw new Refusal(
          "SecretNotFound",
          "%s.name: Secret %s not found in namespace %s".formatted(field, ref.name(), home));
    }
    return valueOf(field, ref, secret);
  }

  private static boolean isSharedWith(Secret secret, String namespace) {
    Map<String, String> annotations = secret.getMetadata().getAnnotations();
    String names = annotations == null ? "" : annotations.getOrDefault(SHARED_WITH, "");
    return Arrays.stream(names.split(","))
        .map(String::strip)
        .anyMatch(name -> name.equals("*") || name.equals(namespace));
  }

  /// A pair of AWS's keys where the reference names no key and the Secret holds a pair; one key
  /// otherwise. Messages name no key that the request did not name: whoever reads the request may
  /// not be allowed to read the Secret.
  private static Credential valueOf(String field, SecretRef ref, Secret secret) {
    SortedMap<String, String> data =
        new TreeMap<>(secret.getData() == null ? Map.of() : secret.getData());
    if (ref.key() == null && data.containsKey(ACCESS_KEY) && data.containsKey(SECRET_KEY)) {
      return awsKeys(field, ref, data);
    }
    String key = ref.key() != null ? ref.key() : onlyKey(field, secret, data);
    String encoded = data.get(key);
    if (encoded == null || encoded.isEmpty()) {
      throw new Refusal(
          "SecretKeyNotFound", "%s.key: Secret %s has no key %s".formatted(field, ref.name(), key));
    }
    try {
      return Credential.key(decoded(encoded));
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          "InvalidSecret",
          "%s.key: key %s of Secret %s: %s".formatted(field, key, ref.name(), e.getMessage()));
    }
  }

  private static Credential awsKeys(String field, SecretRef ref, SortedMap<String, String> data) {
    String token = data.get(SESSION_TOKEN);
    try {
      return Credential.aws(
          decoded(data.getOrDefault(ACCESS_KEY, "")),
          decoded(data.getOrDefault(SECRET_KEY, "")),
          token == null ? null : decoded(token));
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          "InvalidSecret", "%s: Secret %s: %s".formatted(field, ref.name(), e.getMessage()));
    }
  }

  private static String decoded(String encoded) {
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private static String onlyKey(String field, Secret secret, SortedMap<String, String> data) {
    if (data.size() == 1) return data.firstKey();
    throw new Refusal(
        "SecretKeyNotFound",
        "%s.key: say which key of Secret %s to use; it has %d"
            .formatted(field, secret.getMetadata().getName(), data.size()));
  }
}
