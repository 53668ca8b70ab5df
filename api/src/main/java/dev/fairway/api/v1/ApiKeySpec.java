package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import dev.fairway.crd.ListType;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whose key it is, what it opens and until when.
@Description("Whose key it is, what it opens and until when.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApiKeySpec(
    @Description("The Consumer it belongs to.") @Nullable ConsumerRef consumerRef,
    @Description(
            "Models it may call: names of routes, models or catalog entries, provider/name, or a prefix ending in *. All when empty.")
        @ListType("set")
        @Size(max = 256)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<@Size(min = 1, max = 253) String> models,
    @Description("What it may be used for. Everything that calls models when empty.")
        @ListType("set")
        @Size(max = 16)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<KeyScope> scopes,
    @Description("When it stops working.") @Timestamp @Nullable Instant expiresAt,
    @Nullable Limits limits,
    @Nullable Budget budget,
    @Description("Refuses calls without deleting the key.") boolean disabled,
    @Description(
            "The Secret of this namespace that the new key is written to, once, under the name api-key.")
        @Size(min = 1, max = 253)
        @Nullable String secretName) {
  public ApiKeySpec {
    models = Absent.copyOf(models);
    scopes = Absent.copyOf(scopes);
  }
}
