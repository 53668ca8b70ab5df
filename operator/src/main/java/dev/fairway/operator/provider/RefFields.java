package dev.fairway.operator.provider;

/// Where a reference to a model stands, for messages about it.
///
/// @param provider path of the provider's name
/// @param name path of the model's name
/// @param version path of its version
public record RefFields(String provider, String name, String version) {
  /// Of a request.
  public static final RefFields REQUEST = at("spec.modelRef");

  /// Of a modelRef at that path.
  public static RefFields at(String path) {
    return new RefFields(path + ".provider", path + ".name", path + ".version");
  }
}
