package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure.UnsupportedParameter;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.onnx.TextReader.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One picture to its text: `{"text", "confidence", "lines": [{"text", "confidence", "box"}]}`. A
/// box is `[left, top, width, height]` in pixels of the picture.
///
/// @param fetch null refuses URLs
record PictureReading(Lazy<TextReader> reader, @Nullable PictureFetch fetch) implements LocalTask {

  @Override
  public Callable<Answer> prepare(List<Part> parts, Omitted omitted, CallContext context) {
    Part.Image only = OnePart.of(parts, Part.Image.class, "a picture", omitted);
    byte[] bytes = bytes(only.source(), context);
    return () -> {
      Picture picture = Picture.decode(bytes);
      return new Answer(answer(reader.get().read(picture.image()), picture.shrunk()), 0);
    };
  }

  private byte[] bytes(Part.Source source, CallContext context) {
    return switch (source) {
      case Part.Source.Base64(_, var data) -> OnePart.bytes(data, "the picture", Picture.MAX_BYTES);
      case Part.Source.Url(var url) -> {
        if (fetch == null) {
          throw new ModelFailureException(
              new UnsupportedParameter(
                  "pictures are not fetched from URLs here; send the picture itself (image_data)",
                  "image_url"));
        }
        yield fetch.fetch(url, Picture.MAX_BYTES, context.timeout());
      }
    };
  }

  private static Json answer(List<Line> lines, int scale) {
    String text = lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    double confidence = lines.stream().mapToDouble(Line::confidence).average().orElse(0);
    return Json.object("text", new Json.Str(text))
        .with("confidence", rounded(confidence))
        .with("lines", new Json.Arr(lines.stream().map(line -> line(line, scale)).toList()));
  }

  private static Json line(Line line, int scale) {
    Box box = line.box();
    List<Json> numbers =
        List.of(
            new Json.Num((long) box.left() * scale),
            new Json.Num((long) box.top() * scale),
            new Json.Num((long) box.width() * scale),
            new Json.Num((long) box.height() * scale));
    return Json.object("text", new Json.Str(line.text()))
        .with("confidence", rounded(line.confidence()))
        .with("box", new Json.Arr(numbers));
  }

  private static Json rounded(double value) {
    return new Json.Num(BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN));
  }
}
