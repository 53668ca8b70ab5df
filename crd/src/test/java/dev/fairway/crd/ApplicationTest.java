package dev.fairway.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  /// The Condition is left out of what was written by hand; [CrdGeneratorTest] has it.
  @Test
  void isWhatWasWrittenByHand() throws IOException {
    var generated = CrdGenerator.strict().generate(Applications.ALL).getFirst().toMap();
    var status = Tree.map(schema(generated), "status");
    Tree.map(Tree.map(status, "properties"), "conditions").put("items", "a Condition");
    Object byHand = Yaml.read(Files.readString(Path.of("src/test/resources/application.yaml")));
    assertThat(generated).isEqualTo(byHand);
  }

  private static Map<String, Object> schema(Map<String, Object> crd) {
    var newest = Tree.maps(Tree.map(crd, "spec"), "versions").getFirst();
    return Tree.map(CrdDocument.schema(newest), "properties");
  }
}
