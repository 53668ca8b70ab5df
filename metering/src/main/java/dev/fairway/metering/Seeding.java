package dev.fairway.metering;

import dev.fairway.metering.quota.Account;
import dev.fairway.metering.quota.Dimension;
import dev.fairway.metering.quota.QuotaBackend;
import dev.fairway.metering.quota.Subject;
import dev.fairway.metering.quota.Window;
import dev.fairway.metering.store.SeriesField;
import dev.fairway.metering.store.UsageQuery;
import dev.fairway.metering.store.UsageStore;
import dev.fairway.metering.store.UsageSum;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Budgets outlive the process: after a restart money counters begin with what the recorded calls
/// of the running day, week and month cost. To be done after [Meter#open], which brings in what the
/// last process had recorded, and before the first call is admitted.
public final class Seeding {
  private static final List<Window> PERIODS = List.of(Window.DAY, Window.WEEK, Window.MONTH);
  private static final int MOST_SUBJECTS = 100_000;

  private final QuotaBackend backend;
  private final UsageStore store;

  public Seeding(QuotaBackend backend, UsageStore store) {
    this.backend = backend;
    this.store = store;
  }

  /// @return how many counters were set
  public int seed(Instant now) {
    String epoch = backend.epoch();
    int set = 0;
    for (Window period : PERIODS) {
      for (Subject.Kind kind : Subject.Kind.values()) set += seed(period, kind, now, epoch);
    }
    return set;
  }

  private int seed(Window period, Subject.Kind kind, Instant now, String epoch) {
    List<SeriesField> fields = fields(kind);
    if (fields.isEmpty()) return 0;
    Instant to = now.plus(Duration.ofMinutes(1));
    UsageQuery query = new UsageQuery(period.start(now), to, null, fields, Map.of(), MOST_SUBJECTS);
    int set = 0;
    for (UsageSum sum : store.sums(query)) {
      Subject subject = subject(kind, sum.group());
      if (subject == null) continue;
      for (var cost : sum.costNano().entrySet()) {
        Account account = new Account(subject, new Dimension.Spend(cost.getKey()), period);
        if (backend.seed(account, cost.getValue(), epoch)) set++;
      }
    }
    return set;
  }

  private static List<SeriesField> fields(Subject.Kind kind) {
    return switch (kind) {
      case KEY -> List.of(SeriesField.KEY_ID);
      case CONSUMER -> List.of(SeriesField.TENANT, SeriesField.CONSUMER);
      case TEAM -> List.of(SeriesField.TENANT);
      case PROVIDER -> List.of(SeriesField.PROVIDER);
      // Calls do not say which subscription they were made under.
      case SUBSCRIPTION -> List.of();
    };
  }

  private static @Nullable Subject subject(Subject.Kind kind, List<@Nullable String> group) {
    String first = group.getFirst();
    String last = group.getLast();
    if (first == null || last == null) return null;
    return switch (kind) {
      case KEY -> Subject.key(first);
      case CONSUMER -> Subject.consumer(first, last);
      case TEAM -> Subject.team(first);
      case PROVIDER -> Subject.provider(first);
      case SUBSCRIPTION -> null;
    };
  }
}
