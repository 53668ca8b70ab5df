package dev.fairway.gateway;

import dev.fairway.api.keys.Pepper;
import dev.fairway.gateway.chat.Admission;
import dev.fairway.gateway.chat.Api;
import dev.fairway.gateway.chat.CallEnd;
import dev.fairway.gateway.http.Listener;
import dev.fairway.gateway.snapshot.GatewaySnapshot;
import dev.fairway.inference.provider.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// One endpoint in front of every model: takes the requests of clients on one port and answers them
/// by the newest picture of the configuration it was given.
public final class Gateway implements AutoCloseable {
  private final AtomicReference<GatewaySnapshot> snapshot;
  private final Pepper pepper;
  private final Listener listener;

  private Gateway(AtomicReference<GatewaySnapshot> snapshot, Pepper pepper, Listener listener) {
    this.snapshot = snapshot;
    this.pepper = pepper;
    this.listener = listener;
  }

  /// Opens the port. Until the first [#use] every key is unknown.
  public static Gateway start(
      Listener.Settings settings,
      Pepper pepper,
      Admission admission,
      CallEnd.Listener ends,
      InstantSource clock)
      throws InterruptedException {
    AtomicReference<GatewaySnapshot> snapshot = new AtomicReference<>(GatewaySnapshot.EMPTY);
    Api api = new Api(snapshot::get, pepper, admission, ends, clock);
    return new Gateway(snapshot, pepper, Listener.open(settings, Transport.best(), api, api));
  }

  /// Answers requests that come from now on by this picture.
  public void use(GatewaySnapshot newest) {
    snapshot.set(newest);
  }

  /// Whether a call with that key would be let in by now.
  public boolean knows(String key) {
    return snapshot.get().caller(pepper.digest(key)).isPresent();
  }

  public int port() {
    return listener.port();
  }

  /// Takes no more requests and waits for the answers under way.
  public void drain(Duration patience) throws InterruptedException {
    listener.drain(patience);
  }

  @Override
  public void close() {
    listener.close();
  }
}
