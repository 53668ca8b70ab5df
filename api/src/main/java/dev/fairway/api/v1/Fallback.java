package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import dev.fairway.crd.ListType;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// When the next target is asked. The field is not called `on`: YAML 1.1, which kubectl reads,
/// takes that for the value true.
@Description("When the next target is asked.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fallback(
    @Description(
            "Failures that lead to the next target, before anything of an answer has gone out.")
        @ListType("set")
        @Size(max = 8)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<FallbackOn> when) {
  public Fallback {
    when = Absent.copyOf(when);
  }
}
