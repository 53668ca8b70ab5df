package dev.fairway.metering.store;

import java.nio.file.Path;

class DuckDbStoreTest extends UsageStoreContract {
  @Override
  UsageStore open(Path folder) {
    return DuckDbStore.open(folder);
  }
}
