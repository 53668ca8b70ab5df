package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Prices per million tokens, as decimal texts so that no digit is lost.
@Description("Prices per million tokens, as decimal numbers in quotes.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Pricing(
    @Description("Input tokens.") @Pattern(Pricing.AMOUNT) @Size(max = 32)
        @Nullable String inputPerMillion,
    @Description("Output tokens.") @Pattern(Pricing.AMOUNT) @Size(max = 32)
        @Nullable String outputPerMillion,
    @Description("Input tokens read from the provider's cache.")
        @Pattern(Pricing.AMOUNT)
        @Size(max = 32)
        @Nullable String cachedInputPerMillion,
    @Description("Input tokens written to the provider's cache.")
        @Pattern(Pricing.AMOUNT)
        @Size(max = 32)
        @Nullable String cacheWritePerMillion,
    @Description("ISO 4217 code of the currency.") @Pattern("^[A-Z]{3}$") @Default("USD")
        String currency,
    @Description("From when on; always when absent.") @Timestamp @Nullable Instant validFrom) {
  static final String AMOUNT = "^[0-9]{1,9}(\\.[0-9]{1,12})?$";

  public Pricing {
    currency = Absent.or(currency, "USD");
  }
}
