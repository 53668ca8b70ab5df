package dev.fairway.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuleCompilationTest {
  static List<Path> rules() {
    return Cases.folders("rules");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void refusesRulesTheRealServerRefusesInItsWords(Path folder) {
    Map<String, Object> crd = Cases.object(folder, "crd.yaml");
    CrdDefaults.apply(crd);
    CrdDefaults.prepareForCreate(crd);

    assertThat(FieldError.causes(CrdValidation.validate(crd)))
        .containsExactlyInAnyOrderElementsOf(Cases.objects(folder, "errors.yaml"));
  }
}
