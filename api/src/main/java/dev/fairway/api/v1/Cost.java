package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.math.BigDecimal;

/// Money, as a decimal text so that no digit is lost on the way through JSON.
@Description("What the call cost.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Cost(
    @Description("Amount as a decimal number, for example 0.00042.")
        @Pattern("^[0-9]+(\\.[0-9]+)?$")
        @Size(max = 64)
        String amount,
    @Description("ISO 4217 code of the currency.") @Pattern("^[A-Z]{3}$") String currency) {

  public static Cost of(BigDecimal amount, String currency) {
    return new Cost(amount.toPlainString(), currency);
  }

  public BigDecimal value() {
    return new BigDecimal(amount);
  }
}
