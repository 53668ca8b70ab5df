package dev.fairway.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Behind [FairwayCluster]: one invocation of the test class per back end.
public final class FairwayExtension implements ClassTemplateInvocationContextProvider {

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return context.getRequiredTestClass().isAnnotationPresent(FairwayCluster.class);
  }

  @Override
  public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    FairwayCluster asked = context.getRequiredTestClass().getAnnotation(FairwayCluster.class);
    return backends(asked).map(backend -> new OnBackend(backend, List.of(asked.crds())));
  }

  private static Stream<Backend> backends(FairwayCluster asked) {
    String forced = System.getenv("FAIRWAY_TEST_BACKEND");
    if (forced == null || forced.isBlank()) return Arrays.stream(asked.backends());
    return Arrays.stream(forced.split(","))
        .map(name -> Backend.valueOf(name.strip().toUpperCase(Locale.ROOT)));
  }

  private record OnBackend(Backend backend, List<String> crds)
      implements ClassTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocationIndex) {
      return backend.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new ClusterFixture(backend, crds));
    }
  }
}
