package dev.fairway.inference.catalog;

import dev.fairway.inference.chat.ModelTraits.Thinking;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model as one vendor sells it.
///
/// @param vendor the [Vendor#name]
/// @param name the vendor's name of the model
/// @param title its name for people; the same as the name when there is none
/// @param can what it is known to do; what stands in neither set is not known
/// @param cannot what it is known not to do
/// @param thinking how its reasoning is asked for
/// @param sampling whether temperature, top_p and top_k may differ from their defaults; null when
///   unknown
/// @param contextTokens most tokens of input and output together
/// @param maxOutputTokens most tokens of an answer
/// @param dimensions length of the vectors of an embedding model
/// @param aliases other names of the same vendor for the same model
/// @param released when it came out
/// @param deprecated whether the vendor advises against it
/// @param retires the day from which it is not offered any more, past or to come
/// @param successor the vendor's name of the model that follows it
public record CatalogModel(
    String vendor,
    String name,
    String title,
    Task task,
    Set<Capability> can,
    Set<Capability> cannot,
    Thinking thinking,
    @Nullable Boolean sampling,
    @Nullable Integer contextTokens,
    @Nullable Integer maxOutputTokens,
    @Nullable Integer dimensions,
    List<String> aliases,
    @Nullable LocalDate released,
    boolean deprecated,
    @Nullable LocalDate retires,
    @Nullable String successor,
    PriceList prices) {
  public CatalogModel {
    Objects.requireNonNull(vendor, "vendor");
    Objects.requireNonNull(name, "name");
    can = Set.copyOf(can);
    cannot = Set.copyOf(cannot);
    aliases = List.copyOf(aliases);
  }

  /// A chat model of which nothing else is known.
  public static CatalogModel unknown(String vendor, String name) {
    return new CatalogModel(
        vendor,
        name,
        name,
        Task.CHAT,
        Set.of(),
        Set.of(),
        Thinking.UNKNOWN,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        false,
        null,
        null,
        PriceList.UNKNOWN);
  }

  /// `vendor/name`.
  public String id() {
    return vendor + "/" + name;
  }
}
