package dev.fairway.inference.catalog.maker;

import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.chat.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/// The command: `CatalogUpdate REPOSITORY DOWNLOADS DATE` writes the catalog and its reference page
/// from the packages in the folder of downloads and says what changed.
final class CatalogUpdate {
  private CatalogUpdate() {}

  public static void main(String[] arguments) throws IOException {
    Path module = Path.of(arguments[0], "inference");
    LocalDate date = LocalDate.parse(arguments[2]);
    Path resources = module.resolve("src/main/resources/dev/fairway/inference/catalog");
    Path file = resources.resolve("catalog.json");
    CatalogMaker.Made made =
        CatalogMaker.make(module.resolve("catalog"), Path.of(arguments[1]), date);
    ModelCatalog after = ModelCatalog.parse(made.json().getBytes(StandardCharsets.UTF_8));
    ModelCatalog before = Files.exists(file) ? ModelCatalog.parse(Files.readAllBytes(file)) : after;
    Files.createDirectories(resources);
    Files.writeString(file, made.json());
    Files.writeString(
        resources.resolve("provenance.json"),
        provenance(CatalogMaker.read(module.resolve("catalog/packages.json")), date));
    Files.writeString(Path.of(arguments[0], "docs/reference/models.md"), ModelsPage.of(after));
    System.out.print(
        PriceReport.of(
            before, after, made.doubts(), date.atStartOfDay(ZoneOffset.UTC).toInstant()));
    System.out.printf(
        "%d models of %d vendors written to %s%n",
        after.models().size(), after.vendors().size(), file);
  }

  static String provenance(Json packages, LocalDate date) {
    Map<String, Json> fields = new TreeMap<>();
    fields.put("date", new Json.Str(date.toString()));
    fields.put("packages", packages);
    return new Json.Obj(fields).text().replace("},{", "},\n{") + "\n";
  }
}
