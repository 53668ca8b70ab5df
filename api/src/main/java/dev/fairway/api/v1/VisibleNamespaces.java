package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/// Which namespaces may use a provider.
@Description("Which namespaces may use the provider.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VisibleNamespaces(
    @Default("Same") NamespacesFrom from,
    @Description("Labels of the namespaces, for from: Selector.") @Nullable Selector selector) {

  public VisibleNamespaces {
    from = Absent.or(from, NamespacesFrom.SAME);
  }
}
