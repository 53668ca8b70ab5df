package dev.fairway.apiserver.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.apiserver.access.Pki;
import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.pipeline.ApiAnswer;
import dev.fairway.apiserver.pipeline.ApiRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ListenerTest {
  private static final Pki PKI = Pki.inMemory(Clock.systemUTC(), new SecureRandom(), List.of());

  private final BlockingQueue<ApiRequest> seen = new LinkedBlockingQueue<>();
  private volatile Handler handler = request -> whole(200, "hello");
  private final Listener listener =
      Listener.start(
          Listener.Settings.local(0, PKI.server(), PKI.authority().certificate()),
          request -> {
            seen.add(request);
            return handler.handle(request);
          });

  @AfterEach
  void stop() {
    listener.close();
  }

  @ParameterizedTest
  @EnumSource
  void answersOverBothVersions(HttpClient.Version version) throws Exception {
    HttpResponse<String> answer = get(client(version), "/api");

    assertThat(answer.version()).isEqualTo(version);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(seen.take().certificates()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void handsOverTheClientCertificate(HttpClient.Version version) throws Exception {
    HttpClient admin = TestClients.with(PKI, PKI.admin(), version);

    HttpResponse<String> answer = get(admin, "/api");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(seen.take().certificates()).first().isEqualTo(PKI.admin().certificate());
  }

  @Test
  void handsOverAForeignCertificateForTheAuthenticatorToRefuse() throws Exception {
    Pki foreign = Pki.inMemory(Clock.systemUTC(), new SecureRandom(), List.of());

    get(TestClients.with(PKI, foreign.admin(), HttpClient.Version.HTTP_2), "/api");

    assertThat(seen.take().certificates()).first().isEqualTo(foreign.admin().certificate());
  }

  @ParameterizedTest
  @EnumSource
  void keepsEncodedPathsAndRepeatedParameters(HttpClient.Version version) throws Exception {
    get(client(version), "/api/v1/a%2Fb?x=1&y=a%20b%2Bc+d&x=2&flag&s=%3D&labelSelector=a%21=b,c");

    ApiRequest request = seen.take();
    assertThat(request.path()).isEqualTo("/api/v1/a%2Fb");
    assertThat(request.query())
        .containsEntry("x", List.of("1", "2"))
        .containsEntry("y", List.of("a b+c d"))
        .containsEntry("flag", List.of(""))
        .containsEntry("s", List.of("="))
        .containsEntry("labelSelector", List.of("a!=b,c"));
  }

  @ParameterizedTest
  @EnumSource
  void handsOverBodiesUpToTheLimit(HttpClient.Version version) throws Exception {
    byte[] body = new byte[ApiRouting.MAX_BODY_BYTES];
    body[body.length - 1] = 7;

    HttpResponse<String> answer = post(client(version), body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(seen.take().body()).isEqualTo(body);
  }

  @ParameterizedTest
  @EnumSource
  void refusesALargerBodyWithAStatus(HttpClient.Version version) throws Exception {
    HttpResponse<String> answer = post(client(version), new byte[ApiRouting.MAX_BODY_BYTES + 1]);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(Json.parseObject(answer.body().getBytes(UTF_8)))
        .containsEntry("kind", "Status")
        .containsEntry("reason", "RequestEntityTooLarge")
        .containsEntry("message", "Request entity too large: limit is 3145728");
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void compressesLargeAnswersForThoseWhoAccept(HttpClient.Version version) throws Exception {
    String large = "0123456789abcdef".repeat(Answers.COMPRESSED_FROM_BYTES / 16);
    handler = request -> whole(200, large);
    HttpClient client = client(version);

    HttpRequest accepting =
        HttpRequest.newBuilder(at("/api")).header("accept-encoding", "gzip").build();
    HttpResponse<byte[]> compressed =
        client.send(accepting, HttpResponse.BodyHandlers.ofByteArray());
    HttpResponse<String> plain = get(client, "/api");

    assertThat(compressed.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(compressed.body().length).isLessThan(large.length() / 10);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(in.readAllBytes()).asString().isEqualTo(large);
    }
    assertThat(plain.body()).isEqualTo(large);
  }

  @ParameterizedTest
  @EnumSource
  void answersAnExceptionWithoutItsText(HttpClient.Version version) throws Exception {
    handler =
        request -> {
          throw new IllegalStateException("secret detail");
        };

    HttpResponse<String> answer = get(client(version), "/api");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("InternalError").doesNotContain("secret");
    assertThat(answer.headers().firstValue("audit-id"))
        .hasValueSatisfying(id -> assertThat(answer.body()).contains(id));
  }

  @ParameterizedTest
  @EnumSource
  void sendsTheHeadAndEachFrameAtOnce(HttpClient.Version version) throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    handler = request -> stream(sink -> feed(events, sink));

    HttpResponse<InputStream> answer = watch(client(version));
    assertThat(answer.statusCode()).isEqualTo(200);
    try (InputStream in = answer.body()) {
      for (String event : List.of("one\n", "two\n", "x".repeat(100_000) + "\n")) {
        events.add(event);
        assertThat(in.readNBytes(event.length())).asString().isEqualTo(event);
      }
      events.add("");
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsAnIdleStreamWhoseClientLeft(HttpClient.Version version) throws Exception {
    BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    handler =
        request ->
            stream(sink -> {
              try {
                feed(new LinkedBlockingQueue<>(), sink);
              } finally {
                ends.add("closed=" + sink.closed());
              }
            });

    HttpClient client = client(version);
    watch(client);
    client.shutdownNow();

    assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("closed=true");
  }

  @ParameterizedTest
  @EnumSource
  void endsOpenStreamsProperlyWhenItCloses(HttpClient.Version version) throws Exception {
    handler = request -> stream(sink -> feed(new LinkedBlockingQueue<>(), sink));
    HttpClient client = client(version);

    try (InputStream in = watch(client).body()) {
      listener.close();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsAStreamProperlyThatLearnsOfTheCloseByItsNextFrame(HttpClient.Version version)
      throws Exception {
    handler =
        request ->
            stream(sink -> {
              sink.frame("one\n".getBytes(UTF_8));
              while (!sink.closed()) {
                LockSupport.parkNanos(1_000_000); // not a wait that the close would wake
              }
              sink.frame("two\n".getBytes(UTF_8));
            });

    try (InputStream in = watch(client(version)).body()) {
      assertThat(in.readNBytes(4)).asString().isEqualTo("one\n");
      listener.close();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailingStreamEndsShort(HttpClient.Version version) throws Exception {
    handler =
        request ->
            stream(sink -> {
              sink.frame("one\n".getBytes(UTF_8));
              throw new IllegalStateException("secret detail");
            });

    // Where the client notices depends on how fast it was: at the head already, or in the body.
    assertThatThrownBy(() -> watch(client(version)).body().readAllBytes())
        .isInstanceOf(IOException.class);
  }

  @Test
  void answersAHeadItCannotReadWithAStatus() throws Exception {
    SSLSocketFactory tls = TestClients.tls(PKI, null).getSocketFactory();
    try (Socket socket = tls.createSocket("127.0.0.1", listener.port())) {
      socket.getOutputStream().write("GET /api HTTP/1.1\r\nno colon\r\n\r\n".getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 400 ").containsIgnoringCase("connection: close");
      assertThat(Json.parseObject(answer.substring(answer.indexOf('{')).getBytes(UTF_8)))
          .containsEntry("kind", "Status")
          .containsEntry("reason", "BadRequest")
          .containsEntry("code", 400L);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void namesTheAddressThatCannotBeBound() {
    Listener.Settings taken =
        Listener.Settings.local(listener.port(), PKI.server(), PKI.authority().certificate());

    assertThatThrownBy(() -> Listener.start(taken, handler))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("127.0.0.1:" + listener.port());
  }

  @Test
  void listensOnThisMachineOnly() {
    assertThat(listener.url()).hasHost("127.0.0.1").hasScheme("https");
  }

  static ApiAnswer whole(int status, String body) {
    return new ApiAnswer.Whole(
        status, Map.of("content-type", List.of("application/json")), body.getBytes(UTF_8));
  }

  static ApiAnswer stream(ApiAnswer.Frames frames) {
    return new ApiAnswer.Streamed(200, Map.of("content-type", List.of("application/json")), frames);
  }

  /// Sends what is queued until an empty text comes or the stream is ended from outside.
  static void feed(BlockingQueue<String> events, ApiAnswer.Sink sink)
      throws IOException, InterruptedException {
    for (String event = events.take(); !event.isEmpty(); event = events.take()) {
      sink.frame(event.getBytes(UTF_8));
    }
  }

  private HttpClient client(HttpClient.Version version) {
    return TestClients.with(PKI, null, version);
  }

  private URI at(String path) {
    return URI.create(listener.url() + path);
  }

  private HttpResponse<String> get(HttpClient client, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(at(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(HttpClient client, byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(at("/api"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<InputStream> watch(HttpClient client) throws Exception {
    return client.send(
        HttpRequest.newBuilder(at("/api?watch=true")).build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }
}
