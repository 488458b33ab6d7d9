//! How likely a deal is, and who can be cleaned away.
//!
//! A probability that somebody gave stands. Without one, the odds are those of the stage, halved for every `age_halving_days`
//! since the sale reached it and for every `idle_halving_days` since anything happened, and times (1 + n) to the power of
//! `activity_power` where something happened on n of the last days:
//!
//! odds = stage / (1 − stage) · 2^(−age / age_halving) · 2^(−idle / idle_halving) · (1 + n)^power,  p = odds / (1 + odds)
//!
//! The numbers are a rule of thumb until the workspace has outcomes of its own: then ln odds become a + b ln odds, where a and
//! b are the most probable given the outcomes and a prior around a = 0, b = 1 (logistic recalibration, D. R. Cox 1958).

mod cleaning;
mod engine;
#[cfg(test)]
mod tests;

pub use cleaning::CleaningCandidate;
pub use engine::{DealCalibration, DealEngine, DealEstimate, DealFacts, DealOutcome};
