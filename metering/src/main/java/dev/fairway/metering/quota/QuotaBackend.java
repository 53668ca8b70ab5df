package dev.fairway.metering.quota;

/// Owns the counters. Every operation is atomic and carries an id: repeating it changes nothing.
/// Windows and expiry go by the backend's clock. Thread-safe.
///
/// The limit comes with each call, since limits live in resources and change; a counter only holds
/// what was used. Unless a lease is settled within [InProcessQuotaBackend#LEASE_TIME] its rest
/// returns; of money it is forfeited, which means counted as spent.
public interface QuotaBackend extends AutoCloseable {
  /// Leases up to `want` units of what is left below the limit in the running window; 0 when
  /// nothing is. The same operation gets the same lease as long as that lives.
  Lease acquire(Account account, long limit, long want, String operation);

  /// Adds what was used to the counter of the lease's window, and extends the lease or releases its
  /// rest. Use that is reported after the lease expired still counts; of a forfeited lease it takes
  /// the place of what was forfeited.
  ///
  /// @return false when this operation was applied before
  boolean settle(Lease lease, long used, boolean release, String operation);

  /// The running window. For people, never for decisions.
  Counter read(Account account);

  /// Names the life of the counters. It changes when their owner lost them.
  String epoch();

  /// Sets what was spent in the running window, from the sums of recorded calls, when nothing has
  /// used or seeded its counter yet. Never adds.
  ///
  /// @param epoch the life the sum was read for; one of another life is refused
  /// @return whether it was set
  boolean seed(Account account, long spent, String epoch);

  @Override
  void close();
}
