package dev.fairway.inference.provider;

import io.netty.channel.EventLoopGroup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The shared transport: HTTP/1.1 and HTTP/2 over Netty, with the connections to each provider kept
/// and shared. One per process, for any number of threads; whoever made it closes it, which ends
/// every call under way.
public final class Upstream implements AutoCloseable {
  /// Calls to one provider at a time; more wait for a connection as long as connecting may take.
  private static final int MAX_CALLS = 1_024;

  private final EventLoopGroup loops;
  private final Connector connector;
  private final Map<Place, UpstreamPool> pools = new ConcurrentHashMap<>();

  /// A transport with as many event loops as there are processors.
  public Upstream() {
    Transport transport = Transport.best();
    this.loops = transport.loops(Runtime.getRuntime().availableProcessors(), "fairway-upstream");
    this.connector = new Connector(loops, transport);
  }

  UpstreamPool pool(Endpoint endpoint) {
    return pools.computeIfAbsent(Place.of(endpoint), _ -> new UpstreamPool(connector, MAX_CALLS));
  }

  @Override
  public void close() {
    pools.values().forEach(UpstreamPool::close);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
