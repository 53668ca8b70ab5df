package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Media;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
  private static final String TYPE = "multipart/form-data; boundary=b";

  private static Multipart read(String body) {
    return Multipart.read(new Payload(TYPE, body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsWhatBrowsersSend() {
    Multipart form =
        Multipart.read(
            new Payload(
                "Multipart/Form-Data; charset=utf-8; boundary=\"--x y\"",
                ("ignored\r\n----x y\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm"
                        + "\r\n----x y  \r\nContent-Type: audio/wav\r\n"
                        + "content-disposition: form-data; filename=\"a.wav\"; name=\"file\""
                        + "\r\n\r\nRIFF\r\n\r\n----x y--\r\nignored")
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(new FormFields(form).text("model")).isEqualTo("m");
    Media file = form.files("file").getFirst();
    assertThat(file.filename()).isEqualTo("a.wav");
    assertThat(file.mediaType()).isEqualTo("audio/wav");
    assertThat(file.bytes()).asString().isEqualTo("RIFF\r\n");
  }

  @Property(tries = 300)
  void anyBytesSurvive(@ForAll byte[] bytes, @ForAll String text) {
    String sound = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    Payload written =
        new Multipart()
            .text("t", sound)
            .file("f", new Media("image/png", "a\"b.png", bytes))
            .text("t", "again")
            .write();
    Multipart form = Multipart.read(written);
    Map<String, Json> texts = new LinkedHashMap<>();
    form.addTexts(texts);
    assertThat(texts.get("t"))
        .isEqualTo(new Json.Arr(List.of(new Json.Str(sound), new Json.Str("again"))));
    assertThat(form.files("f").getFirst().bytes()).isEqualTo(bytes);
  }

  @Property(tries = 500)
  void noBytesBreakTheReader(@ForAll byte[] bytes) {
    try {
      Multipart.read(new Payload(TYPE, bytes));
    } catch (WrongField e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "--b",
        "--b\r\n",
        "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nx",
        "--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--",
        "--b\r\nno head\r\n--b--",
      })
  void refusesWhatIsNoForm(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(WrongField.class);
  }

  @Test
  void refusesTooManyParts() {
    String part = "\r\n--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nx";
    assertThatThrownBy(() -> read("--b" + part.repeat(300).substring(5) + "\r\n--b--"))
        .hasMessageContaining("200 parts");
  }

  @Test
  void refusesOtherTypes() {
    assertThatThrownBy(() -> Multipart.read(new Payload("text/plain", new byte[0])))
        .hasMessageContaining("content-type");
  }
}
