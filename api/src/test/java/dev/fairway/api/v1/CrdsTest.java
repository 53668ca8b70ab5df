package dev.fairway.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.crd.CrdDocument;
import dev.fairway.crd.CrdGenerator;
import dev.fairway.crd.CrdReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Keeps what is generated from these types as the types are. Rewrite with `-Dfairway.update=true`.
class CrdsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path ON_CLASS_PATH = Path.of("src/main/resources/META-INF/fabric8");

  private final List<CrdDocument> crds =
      CrdGenerator.strict().generate(Kinds.all().toArray(Class<?>[]::new));

  @Test
  void theCommittedCrdsAreFresh() throws IOException {
    for (CrdDocument crd : crds) {
      assertFresh(ROOT.resolve("deploy/crds").resolve(crd.name() + ".yaml"), crd.toYaml());
      assertFresh(ON_CLASS_PATH.resolve(crd.fileName()), crd.toYaml());
    }
  }

  @Test
  void theReferencePageIsFresh() throws IOException {
    assertFresh(
        ROOT.resolve("docs/reference/crds.md"), CrdReference.markdown("Custom resources", crds));
  }

  /// Written from the table of the design, not from the generator's output; descriptions aside.
  @Test
  void modelInferenceRequestIsWhatWasWrittenByHand() throws IOException {
    var byHand = CrdDocument.parse(Files.readString(Path.of("src/test/resources/by-hand.yaml")));
    assertThat(withoutDescriptions(crd("modelinferencerequests").toMap()))
        .isEqualTo(withoutDescriptions(byHand.getFirst().toMap()));
  }

  private CrdDocument crd(String plural) {
    return crds.stream()
        .filter(crd -> crd.name().startsWith(plural + "."))
        .findFirst()
        .orElseThrow();
  }

  private static Object withoutDescriptions(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var rest = new HashMap<Object, Object>();
        map.forEach((key, value) -> {
          if (!(key.equals("description") && value instanceof String))
            rest.put(key, withoutDescriptions(value));
        });
        yield rest;
      }
      case List<?> list -> list.stream().map(CrdsTest::withoutDescriptions).toList();
      case Number number -> number.longValue();
      default -> tree;
    };
  }

  private static void assertFresh(Path file, String generated) throws IOException {
    if (Boolean.getBoolean("fairway.update")) {
      Files.createDirectories(file.toAbsolutePath().normalize().getParent());
      Files.writeString(file, generated);
    }
    assertThat(file).as("rewrite with -Dfairway.update=true").exists();
    assertThat(Files.readString(file))
        .as("%s; rewrite with -Dfairway.update=true and review the diff", file)
        .isEqualTo(generated);
  }
}
