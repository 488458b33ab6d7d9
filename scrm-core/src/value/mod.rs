//! Value: what a customer is worth, and who is about to be lost.

mod btyd;
mod churn;
mod config;
mod deal;
mod error;
mod numeric;
mod orders;
mod rfm;

pub use btyd::{
    BgNbd, Estimate, FitReport, FittedPurchases, Forecast, Forecasts, GammaGamma, Histories, History,
    Horizon, ParameterEstimate, ParetoNbd, PurchaseModel,
};
pub use churn::{Activity, ChurnEngine, ChurnRow, ChurnStatus, ChurnTable, UsualGaps};
#[allow(unused_imports)] // The playbook reads it.
pub(crate) use config::STANDARD;
pub use config::{
    ChurnConfig, CleaningConfig, DealConfig, PurchaseUnit, Returns, RfmClasses, RfmConfig, RfmThresholds,
    RhythmConfig, ScoreBy, ValueConfig,
};
pub use deal::{CleaningCandidate, DealCalibration, DealEngine, DealEstimate, DealFacts, DealOutcome};
pub use error::{ERRORS, ValueError};
pub(crate) use orders::{DatedOrder, OrderLines, day_number};
pub(crate) use rfm::RfmStanding;
pub use rfm::{
    LineCounts, NumberedIds, RfmBounds, RfmClass, RfmEngine, RfmRow, RfmTable, Rhythm, TransactionLines,
    UNKNOWN,
};
