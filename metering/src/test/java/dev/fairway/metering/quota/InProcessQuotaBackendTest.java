package dev.fairway.metering.quota;

class InProcessQuotaBackendTest extends QuotaBackendContract {
  @Override
  QuotaBackend open(TestingClock clock) {
    return new InProcessQuotaBackend(clock);
  }
}
