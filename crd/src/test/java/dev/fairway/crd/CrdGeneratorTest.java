package dev.fairway.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.model.annotation.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrdGeneratorTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  static Stream<Class<?>> kinds() {
    return Stream.concat(
            Arrays.stream(Kinds.class.getDeclaredClasses()),
            Arrays.stream(Kinds.Rules.class.getDeclaredClasses()))
        .filter(kind -> kind.isAnnotationPresent(Group.class))
        .sorted(Comparator.comparing(Class::getName));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void writesWhatIsExpected(Class<?> kind) throws IOException {
    var documents = CrdGenerator.lenient().generate(kind);
    String name = kind == Kinds.Rules.Root.class ? "Rules" : kind.getSimpleName();
    Golden.assertSame(GOLDEN.resolve(name + ".yaml"), CrdGenerator.toYaml(documents));
  }

  @Test
  void joinsTheVersionsOfAKind() throws IOException {
    var documents =
        CrdGenerator.lenient()
            .generate(
                VersionedKinds.V1alpha1.class,
                VersionedKinds.V1.class,
                VersionedKinds.V1beta1.class);
    assertThat(documents).hasSize(1);
    Golden.assertSame(GOLDEN.resolve("Versioned.yaml"), CrdGenerator.toYaml(documents));
  }

  @Test
  void readsBackWhatItWrote() {
    var documents = CrdGenerator.lenient().generate(kinds().toArray(Class<?>[]::new));
    var read = CrdDocument.parse(CrdGenerator.toYaml(documents));
    assertThat(CrdGenerator.toYaml(read)).isEqualTo(CrdGenerator.toYaml(documents));
    assertThat(read).extracting(CrdDocument::fileName).contains("geese.cases.example.com-v1.yml");
  }

  @Test
  void ordersVersionsAsKubernetesDoes() {
    var names =
        Stream.of(
                "v1", "foo1", "v10", "v11beta2", "v2", "v3beta1", "v12alpha1", "foo10", "v11alpha2")
            .sorted(Comparator.comparing(VersionPriority::of).reversed());
    assertThat(names)
        .containsExactly(
            "v10", "v2", "v1", "v11beta2", "v3beta1", "v12alpha1", "v11alpha2", "foo1", "foo10");
  }
}
