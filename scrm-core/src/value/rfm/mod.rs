//! RFM: how recently, how often and for how much somebody bought; what class that makes, and in what rhythm it happens.

mod engine;
mod lines;
mod numbering;
mod score;
mod standing;
#[cfg(test)]
mod tests;

pub use engine::{RfmEngine, RfmRow, RfmTable};
pub use lines::{LineCounts, TransactionLines, UNKNOWN};
pub use numbering::NumberedIds;
pub use score::{RfmBounds, RfmClass, Rhythm};
pub(crate) use standing::RfmStanding;
