package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/// How often one target is asked again.
@Description("How often one target is asked again.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteRetry(
    @Description("Calls of one target, the first included.") @Min(1) @Max(5) @Default("2")
        Integer attempts) {
  public RouteRetry {
    attempts = Absent.or(attempts, 2);
  }
}
