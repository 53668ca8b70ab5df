package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// How the certificate of a provider is checked.
@Description("How the certificate of the provider is checked.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Tls(
    @Description("Certificates in PEM form that are trusted instead of the built-in ones.")
        @Size(max = 65536)
        @Nullable String caBundle,
    @Description("Accepts any certificate. For experiments only.") boolean insecureSkipVerify) {}
