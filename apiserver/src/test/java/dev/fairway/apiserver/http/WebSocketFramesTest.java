package dev.fairway.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.apiserver.http.WebSocketFrames.Frame;
import dev.fairway.apiserver.http.WebSocketFrames.Violation;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Bytes as RFC 6455, section 5.7, gives them.
class WebSocketFramesTest {
  private final Written written = new Written();

  @Test
  void readsAMaskedFrame() throws Violation {
    Frame hello = frames("818537fa213d7f9f4d5158").read();

    assertThat(hello.opcode()).isEqualTo(WebSocketFrames.TEXT);
    assertThat(hello.payload()).asString().isEqualTo("Hello");
  }

  @Test
  void refusesAnUnmaskedFrame() {
    assertThatThrownBy(() -> frames("810548656c6c6f").read())
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> assertThat(violation.code()).isEqualTo(WebSocketFrames.PROTOCOL_ERROR));
  }

  @Test
  void refusesALongFrameByItsHead() {
    assertThatThrownBy(() -> frames("81ff0000000000010001").read())
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> assertThat(violation.code()).isEqualTo(WebSocketFrames.MESSAGE_TOO_BIG));
    assertThatThrownBy(() -> frames("81ffffffffffffffffff").read()).isInstanceOf(Violation.class);
  }

  @Test
  void writesLengthsInTheirShortestForm() {
    WebSocketFrames frames = frames("");
    frames.write(WebSocketFrames.TEXT, new byte[125]);
    frames.write(WebSocketFrames.TEXT, new byte[126]);
    frames.write(WebSocketFrames.TEXT, new byte[0x10000]);

    String hex = HexFormat.of().formatHex(written.bytes.toByteArray());
    assertThat(hex).startsWith("817d");
    assertThat(hex.substring(2 * 127)).startsWith("817e007e");
    assertThat(hex.substring(2 * (127 + 130))).startsWith("817f0000000000010000");
  }

  @Test
  void writesNothingAfterItsGoodbye() {
    WebSocketFrames frames = frames("");
    frames.close(WebSocketFrames.NORMAL_CLOSURE);
    frames.write(WebSocketFrames.TEXT, new byte[5]);
    frames.close(WebSocketFrames.NORMAL_CLOSURE);

    assertThat(written.bytes.toByteArray()).asHexString().isEqualTo("880203E8");
  }

  private WebSocketFrames frames(String input) {
    byte[] bytes = HexFormat.of().parseHex(input);
    return new WebSocketFrames(DataReader.create(() -> bytes), written);
  }

  private static final class Written implements DataWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(BufferData... buffers) {
      for (BufferData buffer : buffers) {
        write(buffer);
      }
    }

    @Override
    public void write(BufferData buffer) {
      bytes.writeBytes(buffer.readBytes());
    }

    @Override
    public void writeNow(BufferData... buffers) {
      write(buffers);
    }

    @Override
    public void writeNow(BufferData buffer) {
      write(buffer);
    }
  }
}
