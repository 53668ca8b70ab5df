package dev.fairway.crd;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.crd.generator.annotation.Annotations;
import io.fabric8.crd.generator.annotation.Labels;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.crd.generator.annotation.PrinterColumnFormat;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.runtime.RawExtension;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One kind per feature of the generator. What each becomes is written down in
/// `golden/<name>.yaml`.
@SuppressWarnings("SameNameButDifferent") // every kind has a Spec
final class Kinds {
  private Kinds() {}

  static final String GROUP = "cases.example.com";

  @Group(GROUP)
  @Version("v1")
  @Kind("Goose")
  @Plural("geese")
  @Singular("goose")
  @ShortNames({"gs", "honk"})
  @Categories({"birds", "all"})
  @Labels("app=farm")
  @Annotations({"owner=team-a", "a=b=c"})
  @Crd(listKind = "Flock")
  @Description("A bird.")
  record Names(Spec spec) {
    record Spec(@Description("Its name.") String name) {}
  }

  @Group(GROUP)
  @Version("v1")
  @AdditionalPrinterColumn(name = "Image", jsonPath = ".spec.image")
  @AdditionalPrinterColumn(
      name = "Replicas",
      jsonPath = ".spec.replicas",
      type = AdditionalPrinterColumn.Type.INTEGER,
      priority = 1,
      format = PrinterColumnFormat.INT32,
      getDescription = "How many")
  @AdditionalPrinterColumn(
      name = "Ready",
      jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
  @AdditionalPrinterColumn(
      name = "Age",
      jsonPath = ".metadata.creationTimestamp",
      type = AdditionalPrinterColumn.Type.DATE)
  record Columns(Spec spec, @Nullable Status status) implements Namespaced {
    record Spec(
        String image,
        int replicas,
        @PrinterColumn(name = "Zone", priority = 2) @Description("Where.") @Nullable String zone,
        @PrinterColumn @Nullable Boolean active) {}

    record Status(
        List<Condition> conditions, @PrinterColumn(name = "Since") @Nullable Instant since) {}
  }

  @Group(GROUP)
  @Version("v1")
  record Bounds(Spec spec) implements Namespaced {
    record Spec(
        @Min(1) @Max(65535) int port,
        @Min(value = 0, inclusive = false) @Max(value = 1, inclusive = false) double ratio,
        @Min(-5) long offset,
        @Max(2.5) @Nullable BigDecimal price,
        @Size(min = 1, max = 63) @Pattern("^[a-z]+$") String name,
        @Size(max = 3) List<@Size(min = 2) @Pattern("^x") String> tags,
        @Size(min = 1) Map<String, @Min(0) @Max(10) Integer> weights,
        @Size(max = 4) String[] array) {}
  }

  @Group(GROUP)
  @Version("v1")
  record Enums(Spec spec) implements Namespaced {
    enum Color {
      @JsonProperty("red")
      RED,
      @JsonProperty("blue")
      BLUE,
      @JsonProperty("green")
      GREEN
    }

    enum Level {
      LOW(1),
      HIGH(10);

      private final int number;

      Level(int number) {
        this.number = number;
      }

      @JsonValue
      int number() {
        return number;
      }
    }

    record Spec(
        @Nullable Color color,
        @Nullable Level level,
        @OneOf({"z", "a", "m"}) String letter,
        @OneOf(integers = {80, 443, 8080}) int port,
        Set<Color> palette,
        List<@OneOf({"x", "y"}) String> axes) {}
  }

  @Group(GROUP)
  @Version("v1")
  record Defaults(Spec spec) implements Namespaced {
    record Spec(
        @Default("1") String text,
        @Default("1") int replicas,
        @Default("0.5") double ratio,
        @Default("true") boolean enabled,
        @Default("[a, b]") List<String> tags,
        @Default("{host: example.com, port: 443}") Endpoint endpoint,
        @Default("50%") IntOrString surge,
        @Default("2") IntOrString spare,
        @JsonProperty(defaultValue = "jackson") String other,
        @Required @Default("both") String required) {}

    record Endpoint(String host, @Default("80") int port, @Nullable String path) {}
  }

  @Group(GROUP)
  @Version("v1")
  record RequiredFields(Spec spec) implements Namespaced {
    record Spec(
        String needed,
        @Nullable String optional,
        int primitive,
        Integer boxed,
        List<String> list,
        Map<String, String> map,
        byte[] bytes,
        @Required List<String> neededList,
        @io.fabric8.generator.annotation.Nullable @Nullable String nullable,
        Inner inner) {}

    record Inner(@JsonProperty(required = true) @Nullable String asked) {}
  }

  @Group(GROUP)
  @Version("v1")
  record Formats(Spec spec) implements Namespaced {
    record Spec(
        byte b,
        short s,
        int i,
        long l,
        float f,
        double d,
        char c,
        BigInteger whole,
        BigDecimal decimal,
        Instant instant,
        ZonedDateTime zoned,
        LocalDate date,
        Duration duration,
        UUID uuid,
        URI uri,
        byte[] bytes,
        @Format("cidr") String cidr,
        List<@Format("ipv4") String> addresses,
        IntOrString intOrString,
        Quantity quantity) {}
  }

  @Group(GROUP)
  @Version("v1")
  record FreeJsons(Spec spec) implements Namespaced {
    record Spec(
        JsonNode any,
        ObjectNode object,
        @Type("object") @Size(min = 1) Wrapper filled,
        @Nullable Wrapper wrapped,
        RawExtension raw,
        GenericKubernetesResource embedded,
        Map<String, JsonNode> values,
        List<JsonNode> elements,
        @PreserveUnknownFields Map<String, Object> permitted,
        @Nullable Open open) {}

    @Description("Free JSON in a type of its own.")
    record Wrapper(JsonNode node) {
      @JsonValue
      JsonNode json() {
        return node;
      }
    }

    @PreserveUnknownFields
    record Open(@Nullable String known) {}
  }

  @Group(GROUP)
  @Version("v1")
  record Lists(Spec spec) implements Namespaced {
    record Spec(
        Set<String> set,
        @ListType("set") List<String> declaredSet,
        @ListType("atomic") List<Port> atomic,
        List<Port> map,
        List<String> plain,
        @MapType("atomic") Map<String, String> wholeMap,
        @Nullable Whole whole,
        List<List<Integer>> nested) {}

    record Port(
        @Key @Required int port, @Key @Default("TCP") String protocol, @Nullable String name) {}

    @MapType("atomic")
    record Whole(@Nullable String a) {}
  }

  static final class Rules {
    private Rules() {}

    @Group(GROUP)
    @Version("v1")
    @Kind("Rules")
    @Plural("rules")
    @ValidationRule(
        value = "self.metadata.name.startsWith('a')",
        message = "names start with a",
        reason = "FieldValueForbidden")
    record Root(Spec spec) implements Namespaced {}

    @ValidationRule(
        value = "self.min <= self.max",
        messageExpression = "self.name + ': min is above max'",
        fieldPath = ".min")
    @ValidationRule(
        value = "!oldSelf.hasValue() || oldSelf.value().max <= self.max",
        message = "max cannot shrink",
        optionalOldSelf = true)
    record Spec(
        @Required int min,
        @Required int max,
        @Size(max = 20) @ValidationRule(value = "self == oldSelf", message = "is immutable")
            String name) {}
  }

  @Group(GROUP)
  @Version("v1")
  @Scale(selector = ".status.selector")
  record Scaled(Spec spec, @Nullable Status status) implements Namespaced {
    record Spec(@Default("1") @Min(0) int replicas) {}

    record Status(int replicas, @Nullable String selector) {}
  }

  @Group(GROUP)
  @Version("v1")
  @Crd(status = false)
  record WithoutStatus(Spec spec, @Nullable Spec status) implements Namespaced {
    record Spec(@Nullable String a) {}
  }

  @Group(GROUP)
  @Version("v1")
  @AdditionalSelectableField(jsonPath = ".spec.color")
  record Selectable(Spec spec) implements Namespaced {
    record Spec(
        String color, @SelectableField int size, @SelectableField boolean on, Inner inner) {}

    record Inner(@SelectableField String deep) {}
  }

  @Group(GROUP)
  @Version("v1")
  record Conditions(Spec spec, @Nullable Status status) implements Namespaced {
    record Spec(@Nullable String a) {}

    record Status(List<Condition> conditions) {}
  }

  @Group(GROUP)
  @Version("v1")
  @Crd(nameMaxLength = 40, namePattern = "^[a-z]([-a-z0-9]*[a-z0-9])?$")
  record NameLimits(Spec spec) implements Namespaced {
    record Spec(@Nullable String a) {}
  }

  @Group(GROUP)
  @Version("v1")
  @Crd(customizer = Customized.Hand.class)
  record Customized(Spec spec) implements Namespaced {
    record Spec(@Nullable String a, @Nullable String b) {}

    static final class Hand implements SchemaCustomizer {
      @Override
      public void customize(Map<String, Object> schema) {
        var spec = Tree.map(Tree.map(schema, "properties"), "spec");
        spec.put("minProperties", 1);
        Tree.map(Tree.map(spec, "properties"), "a").put("maxLength", 7);
      }
    }
  }

  @Group(GROUP)
  @Version("v1")
  record Furthers(Spec spec) implements Namespaced {
    @Schema("oneOf: [{required: [a]}, {required: [b]}]")
    record Spec(
        @Nullable String a,
        @Schema("{title: B, multipleOf: 5, example: 10}") @Nullable Integer b,
        @Schema(
                "{not: {enum: [root]}, externalDocs: {url: https://example.com, description: More}}")
            @Nullable String user) {}
  }

  /// An annotation of one's own that stands for several.
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.FIELD, ElementType.METHOD, ElementType.RECORD_COMPONENT})
  @Pattern("^[a-z]+$")
  @Size(max = 20)
  @Description("A short lower-case word.")
  @interface Word {}

  @Group(GROUP)
  @Version("v1")
  record Composed(Spec spec) implements Namespaced {
    record Spec(@Word String first, @Word @Description("Another word.") @Nullable String second) {}
  }

  /// A bean with inheritance, generics, Jackson's names, and descriptions from everywhere.
  @Group(GROUP)
  @Version("v1")
  @Kind("Bean")
  @Plural("beans")
  static final class Bean implements Namespaced {
    private BeanSpec spec = new BeanSpec();

    public BeanSpec getSpec() {
      return spec;
    }

    public void setSpec(BeanSpec spec) {
      this.spec = spec;
    }
  }

  static class Generic<T> {
    @Required private @Nullable T value;
    private List<T> values = List.of();

    public @Nullable T getValue() {
      return value;
    }

    public List<T> getValues() {
      return values;
    }
  }

  @Description("Comes from the type.")
  record Described(@Nullable String a) {}

  static final class BeanSpec extends Generic<Described> {
    @JsonProperty("class")
    @JsonPropertyDescription("From Jackson.")
    private @Nullable String type;

    @JsonIgnore private @Nullable String hidden;
    private transient @Nullable String transientToo;
    private boolean flag;

    @SchemaFrom(type = Described.class)
    private @Nullable String swapped;

    @Description("Wins over the type.")
    private @Nullable Described described;

    public @Nullable String getType() {
      return type;
    }

    public @Nullable String getHidden() {
      return hidden;
    }

    public boolean isFlag() {
      return flag;
    }

    @Min(3)
    public int getComputed() {
      return 3;
    }

    public @Nullable String getSwapped() {
      return swapped;
    }

    public @Nullable Described getDescribed() {
      return described;
    }

    @Nullable String transientToo() {
      return transientToo;
    }
  }
}
