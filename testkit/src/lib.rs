//! Store conformance tests, fake transports and seeded data for scrm.

pub mod generator;
mod random;

pub use random::SeededRandom;
