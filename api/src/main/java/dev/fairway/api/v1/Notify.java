package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// A receiver of the event that a request finished.
@Description("A receiver of the event that a request finished.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Notify(
    @Description("HTTPS address that receives a CloudEvents 1.0 POST. Egress rules apply.")
        @Pattern("^https://[^\\s]+$")
        @Size(max = 2048)
        String url,
    @Description("Secret whose value signs the event (HMAC-SHA256).")
        @Nullable SecretRef secretRef) {}
