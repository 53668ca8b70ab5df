package dev.fairway.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Nullable;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// fabric8's generator says the same wherever it is right. Left out of the comparison is where it
/// is not: formats, the list kind, the order of columns and enum values, a priority of 0, and that
/// a spec with required fields is required itself.
@NullUnmarked
class OracleTest {

  enum Mode {
    ACTIVE,
    PASSIVE
  }

  static final class Part {
    @Required public String name;
    public Map<String, String> labels;
    public List<List<Boolean>> matrix;
  }

  static class Inherited {
    @JsonPropertyDescription("From above.")
    public String above;
  }

  @ValidationRule(
      value = "self.count > 1 || self.flag",
      message = "too few",
      reason = "FieldValueInvalid")
  static final class Spec extends Inherited {
    @Required
    @Size(min = 1, max = 10)
    @Pattern("^[a-z]+$")
    @PrinterColumn(name = "Title", priority = 1)
    public String title;

    @Min(1)
    @Max(value = 9, inclusive = false)
    @Default("3")
    public int count;

    @Default("true")
    public boolean flag;

    @SelectableField public String zone;
    public Mode mode;
    @Nullable public String nothing;
    public IntOrString port;
    public JsonNode free;
    @PreserveUnknownFields public Part open;

    @Size(max = 3)
    public List<@Size(max = 5) String> names;

    public Map<String, Part> parts;
    public Part part;

    @JsonProperty("renamed")
    public String original;

    @JsonIgnore public String hidden;

    @ValidationRule(value = "self == oldSelf", message = "immutable")
    public long fixed;
  }

  static final class Status {
    public int ready;
  }

  @Group("oracle.example.com")
  @Version("v1")
  @Kind("Oracle")
  @ShortNames("orc")
  @Categories("all")
  @AdditionalPrinterColumn(
      name = "Age",
      jsonPath = ".metadata.creationTimestamp",
      type = AdditionalPrinterColumn.Type.DATE)
  static final class V1 extends CustomResource<Spec, Status> implements Namespaced {}

  @Group("oracle.example.com")
  @Version(value = "v1beta1", storage = false, deprecated = true, deprecationWarning = "old")
  @Kind("Oracle")
  @ShortNames("orc")
  @Categories("all")
  static final class V1beta1 extends CustomResource<Status, Status> implements Namespaced {}

  @Test
  void fabric8SaysTheSame(@TempDir Path folder) throws IOException {
    var ours = CrdGenerator.lenient().generate(V1.class, V1beta1.class).getFirst().toMap();
    assertThat(comparable(ours)).isEqualTo(comparable(oracle(folder)));
  }

  private static Object oracle(Path folder) throws IOException {
    new CRDGenerator()
        .customResourceClasses(V1.class, V1beta1.class)
        .inOutputDir(folder.toFile())
        .generate();
    return Yaml.read(Files.readString(folder.resolve("oracles.oracle.example.com-v1.yml")));
  }

  private static Object comparable(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var copy = new TreeMap<String, Object>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), comparable(value)));
        copy.keySet().removeAll(List.of("format", "listKind"));
        copy.remove("priority", BigDecimal.ZERO);
        copy.remove("required", List.of("spec"));
        yield copy;
      }
      case List<?> list ->
          list.stream().map(OracleTest::comparable).map(String::valueOf).sorted().toList();
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      default -> tree;
    };
  }
}
