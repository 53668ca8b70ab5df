package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.concurrent.Callable;

/// Text to a label and how sure it is, such as `{"sentiment": "positive", "confidence": 0.98}`.
///
/// @param field the answer's field that holds the label
/// @param neutralBelow a winning probability below this is answered as `neutral`: labels without a
///   middle leave doubt as all there is to go by
record Classification(Lazy<Loaded> loaded, String field, List<String> labels, double neutralBelow)
    implements LocalTask {

  record Loaded(TextInput input, Classifier classifier) {}

  @Override
  public Callable<Answer> prepare(List<Part> parts, Omitted omitted, CallContext context) {
    String text = TextInput.only(parts);
    return () -> {
      long[] ids = loaded.get().input().tokens(text, omitted);
      return new Answer(answer(loaded.get().classifier().probabilities(ids)), ids.length);
    };
  }

  Json answer(double[] probabilities) {
    int winner = 0;
    for (int i = 1; i < probabilities.length; i++) {
      // At even odds the later label wins.
      winner = probabilities[i] >= probabilities[winner] ? i : winner;
    }
    boolean doubtful = probabilities[winner] < neutralBelow;
    BigDecimal confidence =
        BigDecimal.valueOf(probabilities[winner]).setScale(4, RoundingMode.HALF_EVEN);
    return Json.object(field, new Json.Str(doubtful ? "neutral" : labels.get(winner)))
        .with("confidence", new Json.Num(confidence));
  }
}
