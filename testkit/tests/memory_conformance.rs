//! The store in memory passes every case.

use scrm_testkit::{StoreUnderTest, store_conformance};

store_conformance!(memory, || StoreUnderTest::memory());
