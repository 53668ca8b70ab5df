package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.Part;
import java.awt.Font;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest {
  private static final CallContext STRICT = CallContext.within(Duration.ofSeconds(60));
  private static final CallContext LENIENT =
      new CallContext(Duration.ofSeconds(60), CallContext.Unsupported.DROP);
  private static final Page LINE = Page.blank(420, 60).write("Total: 161.70 EUR", 20, 40);
  private static final LocalModels MODELS = new LocalModels(LocalSettings.of(1));

  @AfterAll
  static void close() {
    MODELS.close();
  }

  /// One letter may be wrong: a narrow 1 and a small l look alike.
  @Test
  void readsAPageLineByLine() {
    Page page =
        Page.blank(900, 520)
            .write("INVOICE", 60, 80, Font.SANS_SERIF, Font.BOLD, 40)
            .write("Invoice number: 2026-04-0042", 60, 150)
            .write("Due date: 24 December 2026", 60, 200)
            .write("3 x Keyboard", 60, 280)
            .write("149.70 EUR", 600, 280)
            .write("Shipping to Norway", 60, 330, Font.SERIF, Font.PLAIN, 28)
            .write("12.00 EUR", 600, 330, Font.SERIF, Font.PLAIN, 28)
            .write("Thank you for your order!", 60, 430, Font.SERIF, Font.ITALIC, 26);
    List<String> lines = text(read(page.as("png"))).lines().toList();
    List<String> written =
        List.of(
            "INVOICE",
            "Invoice number: 2026-04-0042",
            "Due date: 24 December 2026",
            "3 x Keyboard 149.70 EUR",
            "Shipping to Norway 12.00 EUR",
            "Thank you for your order!");
    assertThat(lines).hasSameSizeAs(written);
    long right = written.stream().filter(lines::contains).count();
    assertThat(right).as("exact lines of " + lines).isGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void readsALineAndSaysHowSureItIs(String format) {
    Json.Obj answer = read(LINE.as(format));
    assertThat(text(answer)).isEqualTo("Total: 161.70 EUR");
    assertThat(number(answer, "confidence")).isBetween(0.9, 1.0);
  }

  @Test
  void saysWhereALineIsInPixelsOfThePicture() {
    Json.Obj line = firstLine(read(Page.blank(900, 700).write("Here", 400, 300).as("png")));
    List<Json> box = ((Json.Arr) line.field("box").orElseThrow()).items();
    assertThat(box.stream().map(number -> ((Json.Num) number).value().intValue()))
        .satisfiesExactly(
            left -> assertThat(left).isCloseTo(400, within(8)),
            top -> assertThat(top).isCloseTo(278, within(8)),
            width -> assertThat(width).isCloseTo(65, within(12)),
            height -> assertThat(height).isCloseTo(30, within(12)));
  }

  /// Such a picture is thinned out while it is read; boxes are still those of the whole one.
  @Test
  void readsAPictureOfTwentyMegapixels() {
    Page poster =
        Page.blank(5000, 4000).write("POSTER", 2000, 2000, Font.SANS_SERIF, Font.BOLD, 400);
    Json.Obj answer = read(poster.as("png"));
    assertThat(text(answer)).isEqualTo("POSTER");
    Json.Arr box = (Json.Arr) firstLine(answer).field("box").orElseThrow();
    assertThat(((Json.Num) box.items().getFirst()).value().intValue()).isCloseTo(2000, within(100));
  }

  @Test
  void answersAnEmptyPageWithNoLines() {
    assertThat(read(Page.blank(50, 40).as("png")).text())
        .isEqualTo("{\"text\":\"\",\"confidence\":0.0000,\"lines\":[]}");
  }

  @Test
  void refusesAPictureThatDeclaresTooManyPixelsBeforeItDecodesAny() {
    assertThatThrownBy(() -> read(bomb(8000, 5001)))
        .hasMessageContaining("ppocr-v4: the picture has 8000 x 5001 pixels, more than 40000000");
    assertThatThrownBy(() -> read(bomb(Integer.MAX_VALUE, Integer.MAX_VALUE)))
        .hasMessageContaining("pixels, more than 40000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void refusesAPictureThatIsCutOff(String format) {
    byte[] whole = LINE.as(format);
    for (int length : new int[] {12, 60, whole.length / 2, whole.length - 20}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
          .as("%d bytes of %d", length, whole.length)
          .hasMessageContaining("the picture is broken or cut off");
    }
  }

  @Test
  void refusesWhatIsNoPngOrJpegByName() {
    assertThatThrownBy(() -> read(Page.blank(9, 9).as("gif"))).hasMessageContaining("but a GIF");
    assertThatThrownBy(() -> read("%PDF-1.7".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("the picture is no PNG or JPEG, but a PDF");
    assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("no PNG or JPEG");
  }

  @Test
  void refusesBytesThatAreNoBase64AndTooMany() {
    assertThatThrownBy(() -> ask(STRICT, picture("***"))).hasMessageContaining("is no Base64");
    String huge = "A".repeat(4 * (Picture.MAX_BYTES / 3) + 8);
    assertThatThrownBy(() -> ask(STRICT, picture(huge)))
        .hasMessageContaining("the picture has more than 20971520 bytes");
  }

  @Test
  void readsOnePictureAndNothingBesideIt() {
    Part.Image picture = picture(base64(LINE.as("png")));
    assertThatThrownBy(() -> ask(STRICT, picture, picture))
        .hasMessageContaining("it reads a picture, the message has 2");
    assertThatThrownBy(() -> ask(STRICT, new Part.Text("what is that?"), picture))
        .hasMessageContaining("reads a picture and nothing beside it");
    assertThat(ask(LENIENT, new Part.Text("what is that?"), picture).dropped())
        .containsExactly("messages");
  }

  @Test
  void fetchesNothingUnlessSomebodySaysHow() {
    Part.Image linked = new Part.Image(new Part.Source.Url("https://example.com/a.png"));
    assertThatThrownBy(() -> ask(STRICT, linked))
        .hasMessageContaining("not fetched from URLs here")
        .hasMessageContaining("image_data");
    LocalSettings fetching =
        LocalSettings.of(1)
            .withPictures((url, maxBytes, timeout) ->
                url.equals("https://example.com/a.png") ? LINE.as("png") : new byte[0]);
    try (LocalModels models = new LocalModels(fetching)) {
      assertThat(text((Json.Obj) Json.parse(ask(models, STRICT, linked).text())))
          .isEqualTo("Total: 161.70 EUR");
    }
  }

  @Test
  void joinsBoxesThatStandSideBySide() {
    Box first = new Box(0, 0, 50, 20);
    Box second = new Box(60, 5, 90, 22);
    Box below = new Box(0, 18, 90, 40);
    assertThat(TextReader.rows(List.of(below, second, first)))
        .isEqualTo(List.of(List.of(first, second), List.of(below)));
  }

  @Test
  void makesABoxOfConnectedPixelsAndDropsSpecks() {
    int width = 40;
    float[] map = new float[width * 30];
    for (int y = 10; y < 20; y++) {
      Arrays.fill(map, y * width + 5, y * width + 25, 0.9f);
    }
    map[2 * width + 35] = 0.9f;
    // 1.6 x 200 / 60 = 5 more on each side
    assertThat(TextMap.boxes(map, width)).containsExactly(new Box(0, 5, 30, 25));
  }

  private static Json.Obj read(byte[] picture) {
    return (Json.Obj) Json.parse(ask(STRICT, picture(base64(picture))).text());
  }

  private static ChatResponse ask(CallContext context, Part... parts) {
    return ask(MODELS, context, parts);
  }

  private static ChatResponse ask(LocalModels models, CallContext context, Part... parts) {
    Optional<ChatModel> reader = models.chat("ppocr-v4");
    Message message = new Message(Message.Role.USER, List.of(parts));
    return reader.orElseThrow().chat(ChatRequest.of("ppocr-v4", List.of(message)), context);
  }

  private static Part.Image picture(String base64) {
    return new Part.Image(new Part.Source.Base64("image/png", base64));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String text(Json.Obj answer) {
    return ((Json.Str) answer.field("text").orElseThrow()).value();
  }

  private static double number(Json.Obj answer, String name) {
    return ((Json.Num) answer.field(name).orElseThrow()).value().doubleValue();
  }

  private static Json.Obj firstLine(Json.Obj answer) {
    return (Json.Obj) ((Json.Arr) answer.field("lines").orElseThrow()).items().getFirst();
  }

  /// A PNG file without a pixel.
  private static byte[] bomb(int width, int height) {
    byte[] head =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    return ByteBuffer.allocate(8 + 25 + 12)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'})
        .put(chunk("IHDR", head))
        .put(chunk("IEND", new byte[0]))
        .array();
  }

  private static byte[] chunk(String name, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
    chunk.putInt(content.length).put(name.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, content.length + 4);
    return chunk.putInt((int) sum.getValue()).array();
  }
}
