package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordPieceTest {
  private static WordPiece ours;
  private static byte[] json;

  @BeforeAll
  static void read() throws Exception {
    List<String> faults = new ArrayList<>();
    ModelPack pack = Packs.inJar("bge-small-en-v1.5");
    ModelPack.Work.Embed work = (ModelPack.Work.Embed) Objects.requireNonNull(pack.work());
    json = pack.files().read(work.encoder().tokenizer(), faults);
    assertThat(faults).isEmpty();
    ours = WordPiece.ofTokenizerJson(new ByteArrayInputStream(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "I absolutely love this phone!",
        "Çà et là, l'été à Zürich: 12,50 €",
        "ΟΔΥΣΣΕΥΣ ὀδός",
        "東京 is 日本's capital",
        "line\u2028separator\u2029and\ttab\r\nnew",
        "soft\u00ADhyphen zero\u200Bwidth \uFEFFbom",
        "emoji \uD83D\uDE00 family \uD83D\uDC68\u200D\uD83D\uDC69",
        "e\u0301 vs \u00E9 and \uFB01ligature",
        "a-b_c.d/e\\f@g#h$i%j^k&l*m(n)o+p=q[r]s{t}u|v;w:x'y\"z<>,?!~`",
        "supercalifragilisticexpialidocious antidisestablishmentarianism",
        "ÅÄÖ İstanbul ß ẞ",
        "\u0000null \uFFFDreplacement",
        "mañana señor naïve façade",
        "٣٤٥ हिन्दी ไทย 한국어",
      })
  void agreesWithTheReference(String text) throws Exception {
    try (HuggingFaceTokenizer reference =
        HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), null)) {
      assertThat(ours.encode(text)).isEqualTo(reference.encode(text).getIds());
    }
  }

  @Test
  void readsControlTokensInsideTextAsText() {
    assertThat(ours.encode("[SEP]")).hasSizeGreaterThan(3);
  }

  @Test
  void answersAVeryLongWordWithOneUnknown() {
    assertThat(ours.encode("a".repeat(1_000_000))).containsExactly(101, 100, 102);
  }

  @Test
  void givesComposedAndDecomposedTextTheSameIds() {
    assertThat(ours.encode("e\u0301te\u0301")).isEqualTo(ours.encode("\u00E9t\u00E9"));
  }
}
