package dev.fairway.apiserver.store;

class MemoryStoreTest extends StoreContract {
  @Override
  ResourceStore open() {
    return ResourceStores.inMemory(clock);
  }
}
