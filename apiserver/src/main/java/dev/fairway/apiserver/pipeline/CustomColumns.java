package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.PrinterColumns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The columns a CustomResourceDefinition declares.
record CustomColumns(PrinterColumns declared) implements Columns {
  @Override
  public List<Map<String, Object>> definitions() {
    return declared.definitions();
  }

  @Override
  public List<@Nullable Object> cells(Map<String, Object> object, Instant now) {
    return declared.cells(object, now);
  }
}
