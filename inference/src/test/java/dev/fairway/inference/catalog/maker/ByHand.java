package dev.fairway.inference.catalog.maker;

import static dev.fairway.inference.catalog.maker.Values.count;
import static dev.fairway.inference.catalog.maker.Values.flag;
import static dev.fairway.inference.catalog.maker.Values.text;
import static dev.fairway.inference.catalog.maker.Values.texts;

import dev.fairway.inference.catalog.Capability;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.catalog.Task;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelTraits.Thinking;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Models whose facts are kept by hand, because no source has them. Prices are not: they come from
/// the sources, or there are none, or the model is free because it runs here.
final class ByHand {
  private ByHand() {}

  static void add(Json entry, Map<String, CatalogModel> models) {
    String vendor = "" + text(entry, "vendor");
    String name = "" + text(entry, "name");
    String id = vendor + "/" + name;
    CatalogModel found = models.getOrDefault(id, CatalogModel.unknown(vendor, name));
    String title = text(entry, "title");
    String task = text(entry, "task");
    String thinking = text(entry, "thinking");
    boolean free = Boolean.TRUE.equals(flag(entry, "free"));
    models.put(
        id,
        new CatalogModel(
            vendor,
            name,
            title == null ? found.title() : title,
            task == null ? found.task() : Task.valueOf(constant(task)),
            capabilities(entry, "can"),
            capabilities(entry, "cannot"),
            thinking == null ? Thinking.NONE : Thinking.valueOf(constant(thinking)),
            flag(entry, "sampling"),
            count(entry, "context"),
            count(entry, "maxOutput"),
            count(entry, "dimensions"),
            List.of(),
            found.released(),
            found.deprecated(),
            found.retires(),
            found.successor(),
            free ? PriceList.of(Price.free(id)) : found.prices()));
  }

  private static Set<Capability> capabilities(Json entry, String field) {
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    texts(entry, field).forEach(word -> capabilities.add(Capability.valueOf(constant(word))));
    return capabilities;
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
