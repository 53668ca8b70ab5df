package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every fault in every format, byte by byte.
class FaultsTest {
  private static final String TEXT = "[[say grüß dich, 世界 🙂]]";

  private final Simulator simulator = Simulator.start();

  @AfterEach
  void close() {
    simulator.close();
  }

  private RawAnswer stream(Format format, String fault) throws IOException {
    return RawAnswer.of(simulator, format, true, TEXT, fault);
  }

  private RawAnswer plain(Format format, String fault) throws IOException {
    return RawAnswer.of(simulator, format, false, TEXT, fault);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCutIsTheBeginningOfTheRightAnswer(Format format) throws IOException {
    String right = stream(format, "").body();
    assertThat(stream(format, "").complete()).isTrue();
    for (String fault : new String[] {"cut", "early-close"}) {
      RawAnswer broken = stream(format, fault);
      assertThat(right).as(fault).startsWith(broken.body()).isNotEqualTo(broken.body());
      assertThat(broken.complete()).as(fault).isFalse();
    }
    String whole = plain(format, "").all();
    assertThat(whole)
        .startsWith(plain(format, "cut").all())
        .isNotEqualTo(plain(format, "cut").all());
    assertThat(stream(format, "close").bytes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theSameBytesMayComeInOddPackets(Format format) throws IOException {
    String right = stream(format, "").body();
    assertThat(stream(format, "trickle").body()).isEqualTo(right);
    assertThat(stream(format, "split-utf8").body()).isEqualTo(right);
    assertThat(stream(format, "split-utf8").bytes().length)
        .isGreaterThan(stream(format, "").bytes().length);
    assertThat(plain(format, "trickle").all()).isEqualTo(plain(format, "").all());
    assertThat(stream(format, "compressed").unzipped()).isEqualTo(right);
    assertThat(stream(format, "compressed").head()).contains("content-encoding: gzip");
  }

  @ParameterizedTest
  @EnumSource
  void somethingIsAdded(Format format) throws IOException {
    int right = stream(format, "").body().length();
    assertThat(stream(format, "giant-line=5000").body().length()).isGreaterThan(right + 4_999);
    assertThat(stream(format, "comments").body().length()).isGreaterThan(right);
    assertThat(stream(format, "duplicate-start").body().length()).isGreaterThan(right);
    assertThat(stream(format, "early-hints").all()).startsWith("HTTP/1.1 103 ");
  }

  @ParameterizedTest
  @EnumSource
  void jsonBreaksOff(Format format) throws IOException {
    RawAnswer broken = stream(format, "bad-json");
    assertThat(broken.body()).contains("{\"broken\": ");
    assertThat(broken.complete()).isTrue();
    String whole = plain(format, "").body();
    assertThat(plain(format, "bad-json").body()).isEqualTo(whole.substring(0, whole.length() / 2));
  }

  @ParameterizedTest
  @EnumSource
  void anErrorFollowsStatus200(Format format) throws IOException {
    RawAnswer broken = stream(format, "error-in-stream=503");
    assertThat(broken.head()).startsWith("HTTP/1.1 200");
    assertThat(broken.body()).contains("simulated failure");
  }

  @ParameterizedTest
  @EnumSource
  void statusesCarryHeaders(Format format) throws IOException {
    for (String status : new String[] {"401", "403", "404", "429", "500", "503", "529"}) {
      RawAnswer refused = stream(format, status + " retry-after-ms=7");
      assertThat(refused.head())
          .startsWith("HTTP/1.1 " + status)
          .contains("\r\nretry-after-ms: 7", "content-type: application/json");
      assertThat(refused.body()).contains("simulated status " + status);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOtherFormIsAnswered(Format format) throws IOException {
    assertThat(stream(format, "other-form").head()).contains("content-length: ");
    assertThat(plain(format, "other-form").head()).contains("transfer-encoding: chunked");
    assertThat(stream(format, "wrong-content-type").head()).contains("content-type: text/html");
  }

  @ParameterizedTest
  @EnumSource
  void lengthsLie(Format format) throws IOException {
    for (RawAnswer answer :
        new RawAnswer[] {stream(format, "two-lengths"), plain(format, "two-lengths")}) {
      assertThat(answer.head()).contains("content-length: ", "transfer-encoding: chunked");
    }
    assertThat(stream(format, "bad-chunk-size").all()).endsWith("\r\nzz\r\n");
    assertThat(plain(format, "bad-chunk-size").all()).contains("\r\n\r\nzz\r\n");
  }

  @ParameterizedTest
  @EnumSource
  void usageAndEndMayBeMissing(Format format) throws IOException {
    String right = stream(format, "").body();
    assertThat(stream(format, "missing-finish").body().length())
        .isLessThanOrEqualTo(right.length());
    if (format != Format.KSERVE) { // which reports none
      assertThat(plain(format, "missing-usage").body().length())
          .isLessThan(plain(format, "").body().length());
    }
    boolean marksTheEnd =
        switch (format) {
          case OPENAI, COMPLETIONS, AZURE, ANTHROPIC, MISTRAL -> true;
          case RESPONSES, GEMINI, GEMINI_ARRAY, BEDROCK, COHERE, OLLAMA, KSERVE -> false;
        };
    assertThat(stream(format, "missing-done").body().equals(right)).isEqualTo(!marksTheEnd);
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatLeavesIsNoticed(Format format) throws Exception {
    String body = format.body("some words [[fault stall]]", true);
    String head =
        "POST %s HTTP/1.1\r\nhost: x\r\nanthropic-version: 2023-06-01\r\ncontent-length: %d\r\n\r\n"
            .formatted(format.path(true), body.length());
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(simulator.url()).getPort())) {
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    assertThat(simulator.journal().awaitClientsLeft(1, Duration.ofSeconds(10))).isTrue();
  }
}
