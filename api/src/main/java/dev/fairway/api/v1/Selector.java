package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import dev.fairway.crd.ListType;
import dev.fairway.crd.OneOf;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/// A label selector as everywhere in Kubernetes: all parts must match.
@Description("A label selector; all parts must match.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Selector(
    @Description("Labels with exactly these values.")
        @Size(max = 64)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, @Size(max = 63) String> matchLabels,
    @Description("Further conditions on labels.")
        @Size(max = 64)
        @ListType("atomic")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Requirement> matchExpressions) {

  public Selector {
    matchLabels = Absent.copyOf(matchLabels);
    matchExpressions = Absent.copyOf(matchExpressions);
  }

  /// Whether it selects an object with these labels.
  public boolean matches(Map<String, String> labels) {
    return labels.entrySet().containsAll(matchLabels.entrySet())
        && matchExpressions.stream().allMatch(one -> one.holds(labels));
  }

  /// A condition on one label.
  @Description("A condition on one label.")
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Requirement(
      @Description("Label the condition is about.") @Size(min = 1, max = 317) String key,
      @Description("How the label's value relates to values.")
          @OneOf({"In", "NotIn", "Exists", "DoesNotExist"})
          String operator,
      @Description("Values for In and NotIn.")
          @Size(max = 64)
          @ListType("atomic")
          @JsonInclude(JsonInclude.Include.NON_EMPTY)
          List<@Size(max = 63) String> values) {
    public Requirement {
      values = Absent.copyOf(values);
    }

    private boolean holds(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case "In" -> value != null && values.contains(value);
        case "NotIn" -> value == null || !values.contains(value);
        case "Exists" -> value != null;
        default -> value == null;
      };
    }
  }
}
