package dev.fairway.apiserver.collect;

import java.util.List;
import java.util.Map;

/// The API as the embedded controllers use it: calls inside the process that take the same way as
/// those of clients (validation, managed fields, finalizers). May be called from any thread.
public interface LocalApi {
  /// Every stored kind once, as served now.
  List<ServedKind> kinds();

  /// Makes a request and returns the object of the answer. A PATCH is a JSON merge patch; an empty
  /// body stands for none.
  ///
  /// @throws ApiRefusal when the answer is a failure
  Map<String, Object> call(String method, String path, Map<String, Object> body);
}
