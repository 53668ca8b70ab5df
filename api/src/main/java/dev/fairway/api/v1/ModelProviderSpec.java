package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to reach a provider and what it may be asked to do.
@Description("How to reach the provider and what it may be asked to do.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelProviderSpec(
    ProviderType type,
    @Description("Base URL; the provider's public one when absent.")
        @Pattern("^https?://[^\\s]+$")
        @Size(max = 2048)
        @Nullable String endpoint,
    @Description(
            "Secret with the credentials, for requests that bring none. One key; for type bedrock also accessKeyId, secretAccessKey and, if need be, sessionToken.")
        @Nullable SecretRef credentialsSecretRef,
    @Description("Version of the provider's API, where it has versions.") @Size(min = 1, max = 64)
        @Nullable String apiVersion,
    @Description("Headers added to every call. Not for credentials: use credentialsSecretRef.")
        @Size(max = 32)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, @Size(max = 4096) String> headers,
    @Description("Region, for providers that have regions.") @Size(min = 1, max = 64)
        @Nullable String region,
    @Nullable Timeouts timeouts,
    @Nullable Limits limits,
    @Nullable Network network,
    @Nullable Tls tls,
    @Nullable VisibleNamespaces namespaces) {

  public ModelProviderSpec {
    headers = Absent.copyOf(headers);
  }

  /// A provider of that type with everything else at its default.
  public static ModelProviderSpec of(ProviderType type) {
    return new ModelProviderSpec(
        type, null, null, null, Map.of(), null, null, null, null, null, null);
  }

  public ModelProviderSpec withEndpoint(@Nullable String changed) {
    return new ModelProviderSpec(
        type,
        changed,
        credentialsSecretRef,
        apiVersion,
        headers,
        region,
        timeouts,
        limits,
        network,
        tls,
        namespaces);
  }
}
