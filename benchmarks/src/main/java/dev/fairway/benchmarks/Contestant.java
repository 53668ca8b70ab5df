package dev.fairway.benchmarks;

import dev.fairway.testing.ReferenceApi;
import dev.fairway.testing.ReferenceBinaries;
import java.util.List;

/// A server that takes part.
enum Contestant {
  DURABLE("fairway, fsync"),
  MEMORY("fairway, memory"),
  REAL("kube-apiserver + etcd, fsync");

  private final String title;

  Contestant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// Starts one with nothing in it, on a free port; returns when it is ready.
  Server start() {
    return switch (this) {
      case DURABLE -> fairway();
      case MEMORY -> fairway("--in-memory");
      case REAL -> reference();
    };
  }

  private static Server fairway(String... options) {
    FairwayProgram program = FairwayProgram.apiServer(options);
    return new Server(program.kubeconfig(), List.of(program.process()), program::close);
  }

  private static Server reference() {
    ReferenceApi api = ReferenceApi.startPair(ReferenceBinaries.find().orElseThrow());
    return new Server(api.kubeconfig(), api.processes(), api::close);
  }
}
