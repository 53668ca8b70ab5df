package dev.fairway.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The native sessions: one per model file, whichever packs use it. Thread-safe; whoever made it
/// closes it, after the last run.
final class Sessions implements AutoCloseable {
  private final Map<String, OrtSession> opened = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable EnvironmentHold hold;
  private boolean closed;

  /// The session of the file; empty, with a fault noted, when there can be none.
  Optional<OrtSession> open(PackFiles files, PackFile file, List<String> faults) {
    byte[] model = files.read(file, faults);
    if (model.length == 0) {
      return Optional.empty();
    }
    lock.lock();
    try {
      return Optional.of(open(model));
    } catch (OrtException e) {
      faults.add(file.name() + " is no usable ONNX model: " + e.getMessage());
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private OrtSession open(byte[] model) throws OrtException {
    if (closed) {
      throw new IllegalStateException("the local models are closed");
    }
    if (hold == null) {
      hold = EnvironmentHold.take();
    }
    String content = PackFiles.sha256(model);
    OrtSession session = opened.get(content);
    if (session == null) {
      session = create(model);
      opened.put(content, session);
    }
    return session;
  }

  private static OrtSession create(byte[] model) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      // Measured: more threads inside a run gain nothing; throughput comes from parallel runs.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      return OrtEnvironment.getEnvironment().createSession(model, options);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      for (OrtSession session : opened.values()) {
        session.close();
      }
      opened.clear();
      if (hold != null) {
        hold.close();
        hold = null;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("closing a local model failed", e);
    } finally {
      lock.unlock();
    }
  }
}
