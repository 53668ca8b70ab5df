package dev.fairway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
  private static final byte[] REQUEST = {'x'};

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void readsAnswersOfKnownLengthAndInChunksOneAfterTheOther(int bytesAtOnce) throws IOException {
    String large = "y".repeat(200_000);
    Wire wire =
        wire(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst"
                + "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nsecond\r\n1\r\n!\r\n0\r\n\r\n"
                + "HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n"
                + large,
            bytesAtOnce);
    wire.exchange(REQUEST, 200);
    assertThat(wire.text()).isEqualTo("first");
    wire.exchange(REQUEST, 201);
    assertThat(wire.text()).isEqualTo("second!");
    wire.exchange(REQUEST, 200);
    assertThat(wire.text()).isEqualTo(large);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void handsOutAStreamPieceByPiece(int bytesAtOnce) throws IOException {
    Wire wire =
        wire(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            bytesAtOnce);
    wire.open(REQUEST);
    assertThat(wire.chunk()).isTrue();
    assertThat(wire.text()).isEqualTo("abc");
    assertThat(wire.chunk()).isTrue();
    assertThat(wire.text()).isEqualTo("de");
    assertThat(wire.chunk()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void refusesAnotherStatusThanExpectedAndShowsTheAnswer(int bytesAtOnce) {
    Wire wire = wire("HTTP/1.1 409 Conflict\r\nContent-Length: 5\r\n\r\ntaken", bytesAtOnce);
    assertThatThrownBy(() -> wire.exchange(REQUEST, 201)).hasMessage("status 409: taken");
  }

  private static Wire wire(String answers, int bytesAtOnce) {
    InputStream in =
        new ByteArrayInputStream(answers.getBytes(StandardCharsets.US_ASCII)) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, bytesAtOnce));
          }
        };
    return new Wire(in, in, new ByteArrayOutputStream());
  }
}
