package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/// Money that may be spent in a period. Calls that may cost more than what is left are refused.
@Description(
    "Money that may be spent in a period. Calls that may cost more than what is left are refused.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Budget(
    @Description("Amount as a decimal number in quotes, for example \"25.00\".")
        @Pattern(Pricing.AMOUNT)
        @Size(max = 32)
        String amount,
    @Description("ISO 4217 code of the currency.") @Pattern("^[A-Z]{3}$") @Default("USD")
        String currency,
    @Description("When it begins anew, in UTC.") @Default("month") BudgetPeriod period) {
  public Budget {
    currency = Absent.or(currency, "USD");
    period = Absent.or(period, BudgetPeriod.MONTH);
  }
}
