package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairway.crd.Description;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/// What the answer should look like and where it goes.
@Description("What the answer should look like and where it goes.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OutputSpec(
    @Default("text") OutputFormat format,
    @Description(
            "Top-level fields of the answer: a list of names, or an object from name to JSON Schema. A missing field fails the request with reason OutputMismatch.")
        @Nullable FreeJson fields,
    @Description("JSON Schema the answer must meet, checked after the call.")
        @Nullable FreeJson schema,
    @Default("Inline") Delivery delivery) {

  /// Plain text into the status: what a request without `outputSpec` means.
  public static final OutputSpec TEXT =
      new OutputSpec(OutputFormat.TEXT, null, null, Delivery.INLINE);

  public OutputSpec {
    format = Absent.or(format, OutputFormat.TEXT);
    delivery = Absent.or(delivery, Delivery.INLINE);
  }
}
