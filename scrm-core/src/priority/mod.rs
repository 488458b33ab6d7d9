//! Priority: who is answered first, and by when.
//!
//! A customer has a level with a deadline, and a score from 0 to 100 whose parts are named. Deadlines count
//! the clock or business hours; a person's answer stops them.

mod again;
mod check;
mod config;
mod deadline;
mod engine;
mod error;
mod score;
#[cfg(test)]
mod tests;

#[allow(unused_imports)] // The playbook reads it.
pub(crate) use config::STANDARD;
pub use config::{
    DeadlineMode, GreetingConfig, HighValueConfig, LevelConfig, PriorityConfig, RangeEnd, ScoreConfig,
    ScoreWeights,
};
pub use deadline::{Deadlines, Forecast, Pause, QueueOutlook};
pub(crate) use engine::Awaited;
pub use engine::{DeadlineOutcome, PriorityEngine, PriorityInput};
pub use error::{ERRORS, PriorityError};
pub use score::{QueueEntry, queue_order};
