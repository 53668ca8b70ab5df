package dev.fairway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleFoldersTest {
  static List<Example> examples() {
    return Example.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void nameOnlyFilesThatExist(Example example) {
    assertThat(example.mentionedFiles()).allSatisfy(file -> assertThat(file).exists());
    assertThat(example.appliedFiles()).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void sayWhatEachOfTheirFilesIsFor(Example example) {
    List<String> told =
        List.of(example.appliedFiles(), example.mentionedFiles()).stream()
            .flatMap(List::stream)
            .map(file -> file.getFileName().toString())
            .toList();
    assertThat(example.yamlFiles())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(told).contains(file.getFileName().toString()));
  }
}
