package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import dev.fairway.crd.ListType;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the model is called, what it can do and what it costs.
@Description("What the model is called, what it can do and what it costs.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelSpec(
    @Description("The ModelProvider that serves it.") ProviderRef providerRef,
    @Description("The provider's own name of the model; the name of this object when absent.")
        @Size(min = 1, max = 253)
        @Nullable String upstreamName,
    @Nullable ModelCapabilities capabilities,
    @Nullable ModelLimits limits,
    @Description(
            "Prices, each from a moment on; the latest that is valid applies. Without any, the catalog's.")
        @ListType("atomic")
        @Size(max = 32)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Pricing> pricing,
    @Description("Other names that callers may use.")
        @ListType("set")
        @Size(max = 32)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<@Size(min = 1, max = 253) String> aliases,
    @Description("Still answers, but should not be used for anything new.") boolean deprecated) {
  public ModelSpec {
    pricing = Absent.copyOf(pricing);
    aliases = Absent.copyOf(aliases);
  }
}
