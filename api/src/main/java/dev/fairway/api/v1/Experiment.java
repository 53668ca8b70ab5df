package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/// An A/B test: who got one target gets it again.
@Description("An A/B test: who got one target gets it again.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Experiment(
    @Description("Name in the call log.") @Size(min = 1, max = 63) String name,
    @Description("What identifies who calls.") @Default("key") StickyBy stickyBy,
    @Description("The header's name, for stickyBy: header.") @Size(min = 1, max = 64)
        @Nullable String header) {
  public Experiment {
    stickyBy = Absent.or(stickyBy, StickyBy.KEY);
  }
}
