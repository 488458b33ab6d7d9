//! The running average of how long customers wait for a person: what an away text says.

use chrono::{DateTime, TimeDelta, Utc};

use super::unit_of_work::UnitOfWork;
use crate::store::{Store, StoreResult};

const SETTING: &str = "desk.average_wait_seconds";

/// Share of the newest wait in the average: about the last twenty waits count.
const NEWEST_SHARE: f64 = 0.1;

/// An exponentially weighted average of waits, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct AverageWait {
    seconds: Option<f64>,
}

impl AverageWait {
    pub(super) fn load(store: &dyn Store) -> StoreResult<Self> {
        let text = store.setting(SETTING)?;
        let seconds = text.and_then(|text| text.parse::<f64>().ok()).filter(|seconds| seconds.is_finite());
        Ok(Self { seconds })
    }

    /// The average with one more wait.
    pub(super) fn with(self, since: DateTime<Utc>, answered: DateTime<Utc>) -> Self {
        let newest = (answered - since).num_seconds().max(0) as f64;
        let seconds = self.seconds.map_or(newest, |average| average + NEWEST_SHARE * (newest - average));
        Self { seconds: Some(seconds) }
    }

    pub(super) fn save(self, unit: &mut UnitOfWork<'_>) {
        if let Some(seconds) = self.seconds {
            unit.set_setting(SETTING, format!("{seconds:.3}"));
        }
    }

    pub(super) fn duration(self) -> Option<TimeDelta> {
        self.seconds.map(|seconds| TimeDelta::seconds(seconds.round() as i64))
    }
}
