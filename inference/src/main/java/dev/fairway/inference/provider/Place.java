package dev.fairway.inference.provider;

/// Everything that makes two connections interchangeable.
record Place(String host, int port, boolean secure, Tls tls, Egress egress) {
  static Place of(Endpoint endpoint) {
    return new Place(
        endpoint.host(), endpoint.port(), endpoint.secure(), endpoint.tls(), endpoint.egress());
  }
}
