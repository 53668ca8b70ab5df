package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure.UnsupportedParameter;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.onnx.SpeechSpans.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.Callable;

/// One recording to the spans in which somebody speaks: `{"speech": [{"startMs", "endMs"}],
/// "speechRatio"}`.
record SpeechDetection(Lazy<SpeechDetector> detector) implements LocalTask {

  @Override
  public Callable<Answer> prepare(List<Part> parts, Omitted omitted, CallContext context) {
    Part.Audio only = OnePart.of(parts, Part.Audio.class, "a recording", omitted);
    if (!(only.source() instanceof Part.Source.Base64(_, var data))) {
      throw new ModelFailureException(
          new UnsupportedParameter(
              "recordings are not fetched from URLs; send the recording itself (audio_data)",
              "audio_url"));
    }
    byte[] bytes = OnePart.bytes(data, "the recording", Sound.MAX_BYTES);
    return () -> {
      Sound sound = Sound.ofWav(bytes).at(SpeechDetector.RATE);
      return new Answer(answer(detector.get().probabilities(sound.samples()), sound), 0);
    };
  }

  private static Json answer(float[] probabilities, Sound sound) {
    double total = sound.millis(sound.samples().length);
    List<Span> spans = SpeechSpans.of(probabilities, sound.millis(SpeechDetector.WINDOW), total);
    double spoken = spans.stream().mapToDouble(Span::length).sum();
    BigDecimal ratio =
        BigDecimal.valueOf(total == 0 ? 0 : spoken / total).setScale(4, RoundingMode.HALF_EVEN);
    return Json.object("speech", new Json.Arr(spans.stream().map(SpeechDetection::span).toList()))
        .with("speechRatio", new Json.Num(ratio));
  }

  private static Json span(Span span) {
    return Json.object("startMs", new Json.Num(Math.round(span.startMs())))
        .with("endMs", new Json.Num(Math.round(span.endMs())));
  }
}
