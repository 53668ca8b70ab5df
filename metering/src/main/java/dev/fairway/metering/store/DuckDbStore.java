package dev.fairway.metering.store;

import dev.fairway.metering.store.CallPage.Cursor;
import dev.fairway.metering.usage.CallRecord;
import dev.fairway.metering.usage.RollupBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Usage in DuckDB files of one folder, which no other process may open: `usage.duckdb` with series
/// and sums by hour, and for each day `minutes-…` with sums by minute and `calls-…` with rows of
/// calls. A transaction writes to one file. One connection writes at a time, some read.
public final class DuckDbStore implements UsageStore {
  private static final int READERS = 4;
  private static final int TRIES = 3;
  private static final long LONGEST_WAIT_SECONDS = 10;

  private final Path folder;
  private final DuckDBConnection writer;
  private final ReentrantLock writing = new ReentrantLock();
  private final Semaphore readers = new Semaphore(READERS);
  private final RollupTables rollups;
  private final CallTables calls;
  private boolean closed;

  /// Something done with a connection.
  interface Work<T> {
    T on(DuckDBConnection connection) throws SQLException;
  }

  private DuckDbStore(Path folder, DuckDBConnection writer) throws SQLException {
    this.folder = folder;
    this.writer = writer;
    this.rollups = new RollupTables(new DayFiles(folder, "minutes"));
    this.calls = new CallTables(new DayFiles(folder, "calls"));
    rollups.open(writer);
    calls.open(writer);
  }

  /// Opens the files of a folder, or makes them.
  public static DuckDbStore open(Path folder) {
    try {
      Files.createDirectories(folder);
      DuckDBConnection writer =
          (DuckDBConnection)
              DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("usage.duckdb"));
      try {
        configure(writer);
        return new DuckDbStore(folder.toAbsolutePath(), writer);
      } catch (SQLException e) {
        writer.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new StoreException("the usage in %s cannot be opened".formatted(folder), e);
    }
  }

  private static void configure(Connection writer) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      statement.execute("set memory_limit = '1GB'");
      statement.execute("set threads = 2");
      for (String each : Sql.of("main").text().split(";\n")) {
        if (!each.isBlank()) statement.execute(each);
      }
    }
  }

  @Override
  public void append(List<CallRecord> rows) {
    write("rows of calls cannot be added", connection -> calls.append(connection, rows));
  }

  @Override
  public boolean add(RollupBatch batch) {
    return write("sums cannot be added", connection -> rollups.add(connection, batch));
  }

  @Override
  public void compact(Instant now) {
    write("sums cannot be merged", connection -> rollups.compact(connection, now));
  }

  @Override
  public void expire(Retention retention, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    write(
        "old days cannot be dropped",
        connection ->
            rollups.expire(connection, retention, today)
                + calls.expire(connection, retention, today));
  }

  private <T> T write(String failure, Work<T> work) {
    writing.lock();
    try {
      if (closed) throw new StoreException("the store is closed", new IllegalStateException());
      return inTransaction(work);
    } catch (SQLException e) {
      throw new StoreException(failure, e);
    } finally {
      writing.unlock();
    }
  }

  private <T> T inTransaction(Work<T> work) throws SQLException {
    try {
      return work.on(writer);
    } catch (SQLException | RuntimeException e) {
      if (!writer.getAutoCommit()) {
        writer.rollback();
        writer.setAutoCommit(true);
      }
      throw e;
    }
  }

  @Override
  public List<UsageSum> sums(UsageQuery query) {
    return read("sums cannot be read", connection -> rollups.sums(connection, query));
  }

  @Override
  public List<String> values(SeriesField field, int limit) {
    return read("values cannot be read", connection -> rollups.values(connection, field, limit));
  }

  @Override
  public CallPage calls(CallQuery query, @Nullable Cursor after, int limit) {
    return read("calls cannot be read", connection -> calls.page(connection, query, after, limit));
  }

  @Override
  public Optional<CallRecord> call(UUID id) {
    return read("the call cannot be read", connection -> calls.call(connection, id));
  }

  /// A day may be dropped while it is read: what is open is read to its end, and a question that
  /// came a moment too late is asked anew.
  private <T> T read(String failure, Work<T> work) {
    acquireReader(failure);
    try {
      for (int attempt = 1; ; attempt++) {
        try (DuckDBConnection reader = writer.duplicate()) {
          return work.on(reader);
        } catch (SQLException e) {
          if (attempt == TRIES) throw new StoreException(failure, e);
        }
      }
    } finally {
      readers.release();
    }
  }

  private void acquireReader(String failure) {
    try {
      if (readers.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) return;
      throw new StoreException(failure, new IllegalStateException("too many readers"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(failure, e);
    }
  }

  @Override
  public StoreHealth health() {
    return new StoreHealth(
        DayFiles.size(folder.resolve("usage.duckdb")) + rollups.days().bytes(),
        calls.days().bytes(),
        calls.days().oldest(),
        rollups.days().oldest());
  }

  @Override
  public void close() {
    writing.lock();
    try {
      if (closed) return;
      closed = true;
      readers.acquireUninterruptibly(READERS);
      writer.close();
    } catch (SQLException e) {
      throw new StoreException("the usage cannot be closed", e);
    } finally {
      writing.unlock();
    }
  }
}
