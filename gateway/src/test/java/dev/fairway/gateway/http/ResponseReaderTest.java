package dev.fairway.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers of providers, good and bad.
class ResponseReaderTest {
  private static final String PLAIN =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nA: b\r\n\r\n";

  @Test
  void readsABodyOfKnownLength() {
    assertThat(read(PLAIN)).containsExactly("200 application/json 5", "hello", "end true");
  }

  @Test
  void readsChunks() {
    assertThat(read(CHUNKED)).containsExactly("200 null -1", "hello", "!", "end true");
  }

  @Test
  void whereverItIsCutItSaysTheSame() {
    for (String answer : List.of(PLAIN, CHUNKED, "HTTP/1.1 100 Continue\r\n\r\n" + PLAIN)) {
      for (int cut = 0; cut <= answer.length(); cut++) {
        assertThat(joined(read(answer.substring(0, cut), answer.substring(cut))))
            .as("cut at %d", cut)
            .isEqualTo(joined(read(answer)));
      }
    }
  }

  @Test
  void severalAnswersFollowEachOther() {
    assertThat(joined(read(PLAIN + CHUNKED + PLAIN)))
        .isEqualTo(joined(read(PLAIN)) + joined(read(CHUNKED)) + joined(read(PLAIN)));
  }

  @Test
  void whatTheProviderSaysBeforeItsAnswerIsSkipped() {
    assertThat(
            read(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"
                    + PLAIN))
        .startsWith("200 application/json 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  void someAnswersHaveNoBody(String status) {
    assertThat(read("HTTP/1.1 " + status + "\r\n\r\n"))
        .containsExactly(status.substring(0, 3) + " null 0", "end true");
  }

  @Test
  void anAnswerWithoutLengthEndsWithTheConnection() {
    List<String> seen = new ArrayList<>();
    ResponseReader reader = new ResponseReader(new Seen(seen));
    feed(reader, "HTTP/1.1 200 OK\r\n\r\nsome");
    feed(reader, " more");
    assertThat(reader.close()).isTrue();
    assertThat(seen).containsExactly("200 null -1", "some", " more", "end false");
  }

  @Test
  void aCutAnswerIsNone() {
    for (int cut = 1; cut < PLAIN.length(); cut++) {
      ResponseReader reader = new ResponseReader(new Seen(new ArrayList<>()));
      feed(reader, PLAIN.substring(0, cut));
      assertThat(reader.close()).as("cut at %d", cut).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"
      })
  void someConnectionsServeOnce(String answer) {
    assertThat(read(answer)).last().isEqualTo("end false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\u0000\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 999 No\r\n\r\n",
        "HTTP/1.1 2000 No\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n"
      })
  void whatAProxyMustNotGuessAboutIsRefused(String answer) {
    assertThatThrownBy(() -> read(answer)).isInstanceOf(MalformedResponse.class);
  }

  @Test
  void aHeadHasALimit() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\nA: " + "x".repeat(40_000)))
        .hasMessageContaining("the head is longer");
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + "A:b\r\n".repeat(300) + "\r\n"))
        .hasMessageContaining("more than 256 headers");
  }

  @Property(tries = 2000)
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 400) byte[] bytes) {
    ResponseReader reader = new ResponseReader(new Seen(new ArrayList<>()));
    feedAny(reader, Unpooled.wrappedBuffer(bytes));
    ResponseReader inside = new ResponseReader(new Seen(new ArrayList<>()));
    feed(inside, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    feedAny(inside, Unpooled.wrappedBuffer(bytes));
  }

  private static void feedAny(ResponseReader reader, ByteBuf bytes) {
    try {
      reader.read(bytes);
      assertThat(bytes.isReadable()).isFalse();
    } catch (MalformedResponse e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private static List<String> read(String... pieces) {
    List<String> seen = new ArrayList<>();
    ResponseReader reader = new ResponseReader(new Seen(seen));
    for (String piece : pieces) {
      feed(reader, piece);
    }
    return seen;
  }

  private static void feed(ResponseReader reader, String bytes) {
    reader.read(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
  }

  /// Where a body is cut does not matter.
  private static String joined(List<String> seen) {
    return String.join("", seen);
  }

  private record Seen(List<String> seen) implements ResponseReader.Sink {
    @Override
    public void head(ResponseHead head) {
      seen.add(head.status() + " " + head.value("content-type") + " " + head.contentLength());
    }

    @Override
    public void body(ByteBuf buffer, int index, int length) {
      seen.add(buffer.toString(index, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void end(boolean reusable) {
      seen.add("end " + reusable);
    }
  }
}
