package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/// The client side of TLS, one context per way of trusting.
final class TlsContexts {
  private static final ApplicationProtocolConfig BOTH =
      offer(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
  private static final ApplicationProtocolConfig HTTP_1_1 =
      offer(ApplicationProtocolNames.HTTP_1_1);

  private final Map<Wanted, SslContext> contexts = new ConcurrentHashMap<>();

  private record Wanted(Tls tls, boolean http2) {}

  /// @param http2 whether the provider may choose HTTP/2
  /// @throws ModelFailureException when the certificates to trust cannot be read
  SslHandler handler(Endpoint endpoint, boolean http2) {
    SslContext context =
        contexts.computeIfAbsent(new Wanted(endpoint.tls(), http2), TlsContexts::context);
    // Netty's default buffer pool; the host is what the certificate must name.
    return context.newHandler(ByteBufAllocator.DEFAULT, endpoint.host(), endpoint.port());
  }

  private static SslContext context(Wanted wanted) {
    SslContextBuilder builder =
        SslContextBuilder.forClient().applicationProtocolConfig(wanted.http2 ? BOTH : HTTP_1_1);
    String bundle = wanted.tls.caBundle();
    try {
      if (wanted.tls.insecure()) {
        builder
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null);
      } else if (bundle != null) {
        builder.trustManager(new ByteArrayInputStream(bundle.getBytes(StandardCharsets.US_ASCII)));
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new ModelFailureException(
          new ModelFailure.BadRequest(
              "tls.caBundle holds no certificates that can be read", "tls.caBundle", null),
          e);
    }
  }

  private static ApplicationProtocolConfig offer(String... protocols) {
    return new ApplicationProtocolConfig(
        ApplicationProtocolConfig.Protocol.ALPN,
        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
        protocols);
  }

  /// TLS failures hide their cause one level down; only the innermost says anything.
  static String reason(Throwable cause) {
    Throwable innermost = cause;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null ? innermost.getClass().getSimpleName() : message;
  }
}
