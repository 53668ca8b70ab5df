package dev.fairway.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The tensors a task feeds and reads, held against those a model file has.
///
/// @param inputs what is fed; a model that wants more cannot run
record Signature(List<Tensor> inputs, List<Tensor> outputs) {
  /// @param rank number of dimensions
  record Tensor(String name, OnnxJavaType type, int rank) {
    static Tensor longs(String name, int rank) {
      return new Tensor(name, OnnxJavaType.INT64, rank);
    }

    static Tensor floats(String name, int rank) {
      return new Tensor(name, OnnxJavaType.FLOAT, rank);
    }
  }

  /// Notes what does not match.
  ///
  /// @param file name of the model file
  void check(String file, OrtSession session, List<String> faults) {
    try {
      Map<String, NodeInfo> has = session.getInputInfo();
      check(file, "input", inputs, has, faults);
      check(file, "output", outputs, session.getOutputInfo(), faults);
      Set<String> unfed = new TreeSet<>(has.keySet());
      inputs.forEach(input -> unfed.remove(input.name()));
      if (!unfed.isEmpty() && has.size() > inputs.size()) {
        faults.add(file + " wants inputs that nothing feeds: " + String.join(", ", unfed));
      }
    } catch (OrtException e) {
      faults.add(file + " does not tell its tensors: " + e.getMessage());
    }
  }

  /// Size of the last dimension of an output, where the file fixes it.
  static Optional<Integer> lastDimension(OrtSession session, String output) {
    try {
      NodeInfo info = session.getOutputInfo().get(output);
      if (info == null || !(info.getInfo() instanceof TensorInfo tensor)) {
        return Optional.empty();
      }
      long[] shape = tensor.getShape();
      return shape.length == 0 || shape[shape.length - 1] < 1
          ? Optional.empty()
          : Optional.of((int) shape[shape.length - 1]);
    } catch (OrtException _) {
      return Optional.empty();
    }
  }

  private static void check(
      String file,
      String kind,
      List<Tensor> wanted,
      Map<String, NodeInfo> has,
      List<String> faults) {
    for (Tensor tensor : wanted) {
      NodeInfo info = has.get(tensor.name());
      if (info == null) {
        faults.add(
            "%s has no %s %s; it has %s"
                .formatted(
                    file,
                    kind,
                    tensor.name(),
                    has.keySet().stream().sorted().collect(Collectors.joining(", "))));
      } else if (!(info.getInfo() instanceof TensorInfo found)
          || found.type != tensor.type()
          || found.getShape().length != tensor.rank()) {
        faults.add(
            "%s: %s %s must be %s of %d dimensions, is %s"
                .formatted(
                    file, kind, tensor.name(), tensor.type(), tensor.rank(), info.getInfo()));
      }
    }
  }
}
