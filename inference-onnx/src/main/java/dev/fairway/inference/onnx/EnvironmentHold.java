package dev.fairway.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A reference of our own to ONNX Runtime's environment. Its Java binding releases the environment
/// in a shutdown hook, which the JVM runs beside all other hooks: without this, a run or a load
/// that is still under way when the process is asked to end crashes it. The native side counts
/// references; the environment goes with the last one.
///
/// The binding keeps the calls for that private; without them a process may still crash at its end.
final class EnvironmentHold implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentHold.class);

  private final @Nullable AutoCloseable release;

  private EnvironmentHold(@Nullable AutoCloseable release) {
    this.release = release;
  }

  boolean holds() {
    return release != null;
  }

  /// Loads the native library if that has not been done.
  static EnvironmentHold take() {
    OrtEnvironment.getEnvironment();
    try {
      long api = apiHandle();
      Method create =
          open(
              OrtEnvironment.class.getDeclaredMethod(
                  "createHandle", long.class, int.class, String.class));
      Method close = open(OrtEnvironment.class.getDeclaredMethod("close", long.class, long.class));
      Object handle =
          create.invoke(
              null,
              api,
              OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(),
              OrtEnvironment.DEFAULT_NAME);
      return new EnvironmentHold(() -> close.invoke(null, api, handle));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.atWarn().setCause(e).log("ONNX Runtime's environment cannot be held");
      return new EnvironmentHold(null);
    }
  }

  private static long apiHandle() throws ReflectiveOperationException {
    Field field = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
    field.setAccessible(true);
    return field.getLong(null);
  }

  private static Method open(Method method) {
    method.setAccessible(true);
    return method;
  }

  @Override
  public void close() {
    try {
      if (release != null) {
        release.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("ONNX Runtime's environment cannot be released", e);
    }
  }
}
