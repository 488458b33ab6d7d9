//! What scrm is tested with, for those who add a store or a transport of their own.
//!
//! - [`store_conformance!`] runs every case that a store must pass;
//! - [`FailingStore`] fails at the operation it is told to;
//! - [`Worker`] delivers what waits in a workspace's outbox, as a host does;
//! - [`workspace_cases`] are what a workspace must keep to over any store, whatever goes wrong;
//! - [`SeededRandom`] and [`VirtualClock`] make chance and time repeat themselves;
//! - [`disguise()`] writes a word as people and keyboards do;
//! - [`samples`] makes small records;
//! - [`transports`] carries messages to a file, a list, or loses some of them;
//! - [`segments`] writes random segments and the people to hold them against;
//! - [`generator`] writes a shop's customer file and a month of its messages;
//! - [`history`] writes random histories and dumps a store as data, to compare two stores.

mod chance;
mod clock;
mod disguise;
mod failing_store;
pub mod generator;
pub mod history;
pub mod samples;
pub mod segments;
pub mod store_cases;
pub mod transports;
mod worker;
pub mod workspace_cases;

pub use chance::SeededRandom;
pub use clock::VirtualClock;
pub use disguise::{disguise, disguised_opt_outs};
pub use failing_store::{CommitWatcher, FailingStore, Fault};
pub use store_cases::{Corruption, STORE_CASES, StoreUnderTest};
pub use worker::{Drained, Worker};
