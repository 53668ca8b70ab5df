package dev.fairway.apiserver;

import dev.fairway.apiserver.access.Authenticator;
import dev.fairway.apiserver.access.Authorizer;
import dev.fairway.apiserver.access.KubeConfig;
import dev.fairway.apiserver.access.Pem;
import dev.fairway.apiserver.access.Pki;
import dev.fairway.apiserver.access.RbacAuthorizer;
import dev.fairway.apiserver.access.ServiceAccountTokens;
import dev.fairway.apiserver.access.User;
import dev.fairway.apiserver.collect.Controllers;
import dev.fairway.apiserver.http.Listener;
import dev.fairway.apiserver.pipeline.RequestPipeline;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.ResourceStores;
import dev.fairway.apiserver.types.BuiltinTypes;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Kubernetes API server inside this process.
///
/// ```java
/// try (ApiServer server = ApiServer.builder().build().start()) {
///   Files.writeString(file, server.kubeconfig());
/// }
/// ```
///
/// Several may run side by side in one JVM. A server reads no environment variable or system
/// property, writes nothing outside the data folder it is given (and nothing at all without one),
/// and installs no shutdown hook: whoever starts it closes it. Methods may be called from any
/// thread; a server is started once.
public final class ApiServer implements AutoCloseable {
  private static final String CLUSTER = "fairway";

  private final Builder settings;
  private @Nullable Running running;

  private ApiServer(Builder settings) {
    this.settings = settings;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Everything that lives between start and close, in the order it is opened.
  private record Running(
      Pki pki,
      ResourceStore store,
      RequestPipeline pipeline,
      Listener listener,
      Optional<Controllers> controllers) {}

  /// Listens, with the bootstrap objects in place, from the moment this returns.
  ///
  /// @throws java.io.UncheckedIOException when the address or the data folder cannot be used
  public synchronized ApiServer start() {
    if (running != null) {
      throw new IllegalStateException("the server is running");
    }
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      running = open(opened);
      return this;
    } catch (RuntimeException | Error e) {
      closeAll(opened.reversed(), e);
      throw e;
    }
  }

  private Running open(List<AutoCloseable> opened) {
    SecureRandom random = new SecureRandom();
    Clock clock = settings.clock;
    Path folder = settings.dataFolder;
    Pki pki =
        folder == null
            ? Pki.inMemory(clock, random, settings.names)
            : Pki.keptIn(folder.resolve("pki"), clock, random, settings.names);
    ResourceStore store = settings.store;
    if (store == null) {
      store =
          folder == null
              ? ResourceStores.inMemory(clock)
              : ResourceStores.durable(folder.resolve("store"), clock);
      opened.add(store);
    }
    RequestPipeline pipeline = pipeline(pki, store, random);
    opened.add(pipeline);
    Listener listener =
        Listener.start(
            new Listener.Settings(
                settings.address,
                settings.port,
                pki.server(),
                List.of(pki.authority().certificate())),
            pipeline::handle);
    opened.add(listener);
    Optional<Controllers> controllers =
        settings.controllers
            ? Optional.of(
                Controllers.start(
                    store,
                    new LocalCalls(pipeline),
                    clock,
                    Pem.write(pki.authority().certificate())))
            : Optional.empty();
    return new Running(pki, store, pipeline, listener, controllers);
  }

  private RequestPipeline pipeline(Pki pki, ResourceStore store, SecureRandom random) {
    ServiceAccountTokens accounts = new ServiceAccountTokens(pki.tokens(), store, settings.clock);
    Authenticator authenticator =
        new Authenticator(
            List.of(pki.authority().certificate()), settings.tokens, accounts, settings.clock);
    Authorizer authorizer = settings.authorizer;
    return new RequestPipeline(
        new RequestPipeline.Parts(
            store,
            Tables.TYPES,
            settings.clock,
            random,
            request ->
                authenticator.identify(request.certificates(), request.header("authorization")),
            authorizer == null ? new RbacAuthorizer(store) : authorizer,
            token -> authenticator.identify(List.of(), Optional.of("Bearer " + token)),
            accounts::issue));
  }

  /// Loaded by the first server of a JVM and shared by all: it is immutable.
  private static final class Tables {
    static final BuiltinTypes TYPES = new BuiltinTypes();
  }

  /// Where clients on this machine reach the server.
  public URI url() {
    return running().listener().url();
  }

  /// A kubeconfig for the administrator, as YAML. It holds a private key.
  public String kubeconfig() {
    return kubeConfig().yaml();
  }

  /// Writes the kubeconfig of the administrator, readable by the owner only.
  public void writeKubeconfig(Path file) {
    kubeConfig().writeTo(file);
  }

  private KubeConfig kubeConfig() {
    Pki pki = running().pki();
    return new KubeConfig(CLUSTER, url(), pki.authority().certificate(), pki.admin());
  }

  /// What clients must trust.
  public X509Certificate caCertificate() {
    return running().pki().authority().certificate();
  }

  private synchronized Running running() {
    if (running == null) {
      throw new IllegalStateException("the server is not running");
    }
    return running;
  }

  /// Ends the watches, then everything else. Quick, also while clients are connected. A store that
  /// was passed in stays open.
  @Override
  public synchronized void close() {
    if (running == null) {
      return;
    }
    List<AutoCloseable> parts = new ArrayList<>();
    parts.add(running.pipeline());
    running.controllers().ifPresent(parts::add);
    parts.add(running.listener());
    if (settings.store == null) {
      parts.add(running.store());
    }
    running = null;
    closeAll(parts, null);
  }

  /// Closes all of them, whatever happens; the first failure is thrown, or added to `cause`.
  private static void closeAll(List<AutoCloseable> parts, @Nullable Throwable cause) {
    RuntimeException first = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        if (cause != null) {
          cause.addSuppressed(e);
        } else if (first == null) {
          first = new IllegalStateException("closing " + part.getClass().getSimpleName(), e);
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /// Settings of a server. What is not set has a default that suits a test.
  public static final class Builder {
    private InetAddress address = InetAddress.ofLiteral("127.0.0.1");
    private int port;
    private Clock clock = Clock.systemUTC();
    private @Nullable ResourceStore store;
    private @Nullable Path dataFolder;
    private @Nullable Authorizer authorizer;
    private final Map<String, User> tokens = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private boolean controllers = true;

    private Builder() {}

    /// What to bind; this machine only unless set.
    public Builder address(InetAddress bound) {
      address = bound;
      return this;
    }

    /// 0, the default, takes any free port.
    public Builder port(int number) {
      port = number;
      return this;
    }

    public Builder clock(Clock used) {
      clock = used;
      return this;
    }

    /// A store that is already open; the caller closes it.
    public Builder store(ResourceStore open) {
      store = open;
      return this;
    }

    /// Keeps objects and certificates there; without it everything is in memory.
    public Builder dataFolder(Path folder) {
      dataFolder = folder;
      return this;
    }

    /// Decides instead of RBAC.
    public Builder authorizer(Authorizer used) {
      authorizer = used;
      return this;
    }

    /// A static bearer token.
    public Builder token(String token, User user) {
      tokens.put(token, user);
      return this;
    }

    /// A further host name or address the serving certificate covers.
    public Builder name(String hostName) {
      names.add(hostName);
      return this;
    }

    /// Whether the embedded controllers run (namespaces, garbage collection, ...); they do unless
    /// switched off.
    public Builder controllers(boolean run) {
      controllers = run;
      return this;
    }

    public ApiServer build() {
      return new ApiServer(this);
    }
  }
}
