package dev.fairway.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.fairway.inference.onnx.ModelPack.Tensors;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Token ids in, the numbers of the model's output out. A run holds its platform thread inside the
/// native library, so callers come through [RunSlots].
record TextEncoder(OrtSession session, Tensors tensors) {

  /// All numbers of the output, token after token.
  float[] run(long[] ids) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {1, ids.length};
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    try (Arena arena = Arena.ofConfined();
        OnnxTensor tokens = OnnxTensor.createTensor(environment, Memory.longs(arena, ids), shape);
        OnnxTensor attention =
            OnnxTensor.createTensor(environment, Memory.longs(arena, mask), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(
                environment, Memory.longs(arena, new long[ids.length]), shape)) {
      Map<String, OnnxTensorLike> inputs = new HashMap<>();
      inputs.put(tensors.ids(), tokens);
      inputs.put(tensors.mask(), attention);
      if (tensors.types() != null) {
        inputs.put(tensors.types(), types);
      }
      try (OrtSession.Result result = session.run(inputs, Set.of(tensors.output()))) {
        FloatBuffer numbers = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] all = new float[numbers.remaining()];
        numbers.get(all);
        return all;
      }
    }
  }
}
