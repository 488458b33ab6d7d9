//! Scores from 1 to 5, classes, and rhythms.

use serde::{Deserialize, Serialize};

use crate::value::config::{RfmClasses, RfmThresholds, RhythmConfig};

/// The bounds between the scores 1 to 5 that were used, ascending.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RfmBounds {
    /// Days since the last purchase: up to the first scores 5.
    pub recency_days: [f64; 4],
    /// Purchases: more than the last scores 5.
    pub frequency: [f64; 4],
    /// What was spent: more than the last scores 5.
    pub monetary: [f64; 4],
}

impl From<&RfmThresholds> for RfmBounds {
    fn from(thresholds: &RfmThresholds) -> Self {
        Self {
            recency_days: thresholds.recency_days.map(f64::from),
            frequency: thresholds.frequency.map(f64::from),
            monetary: thresholds.monetary,
        }
    }
}

/// What somebody is to the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RfmClass {
    /// Bought recently, and often or for much.
    HighValue,
    /// Bought recently, seldom and for little so far.
    Potential,
    /// Bought long ago, seldom and for little.
    Ordinary,
    /// Bought often or for much, but not recently.
    ChurnRisk,
}

impl RfmClass {
    /// Every class.
    pub const ALL: [Self; 4] = [Self::HighValue, Self::Potential, Self::Ordinary, Self::ChurnRisk];

    /// The name used in data.
    ///
    /// ```
    /// use scrm_core::value::RfmClass;
    /// for class in RfmClass::ALL {
    ///     assert_eq!(serde_json::to_value(class)?, class.as_str());
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HighValue => "high_value",
            Self::Potential => "potential",
            Self::Ordinary => "ordinary",
            Self::ChurnRisk => "churn_risk",
        }
    }

    /// The class of three scores.
    pub(super) fn of(recency: u8, frequency: u8, monetary: u8, classes: &RfmClasses) -> Self {
        let recent = f64::from(recency) >= classes.recent_from;
        let worthwhile = f64::from(frequency + monetary) / 2.0 >= classes.worthwhile_from;
        match (recent, worthwhile) {
            (true, true) => Self::HighValue,
            (true, false) => Self::Potential,
            (false, true) => Self::ChurnRisk,
            (false, false) => Self::Ordinary,
        }
    }
}

/// In what rhythm somebody buys, by the median of the days between purchases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Rhythm {
    /// About every week, or more often.
    Weekly,
    /// About every month.
    Monthly,
    /// About every quarter of a year.
    Quarterly,
    /// About twice a year.
    HalfYearly,
    /// About every year.
    Yearly,
    /// Less often than that.
    Rarer,
    /// Bought on too few days to say.
    Unknown,
}

impl Rhythm {
    /// The rhythm of days between purchases, in any order.
    pub(super) fn of(gaps: &mut [u32], config: &RhythmConfig) -> (Self, Option<f64>) {
        let Some(median) = median(gaps) else { return (Self::Unknown, None) };
        if (gaps.len() as u64) < u64::from(config.least_gaps) {
            return (Self::Unknown, Some(median));
        }
        let named = [
            (config.weekly, Self::Weekly),
            (config.monthly, Self::Monthly),
            (config.quarterly, Self::Quarterly),
            (config.half_yearly, Self::HalfYearly),
            (config.yearly, Self::Yearly),
        ];
        let fits = named.into_iter().find(|(days, _)| median <= f64::from(*days));
        (fits.map_or(Self::Rarer, |(_, rhythm)| rhythm), Some(median))
    }
}

/// The middle value, or half-way between the middle two.
fn median(values: &mut [u32]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = f64::from(values[middle]);
    Some(if values.len() % 2 == 1 { upper } else { (f64::from(values[middle - 1]) + upper) / 2.0 })
}

/// The four values that a fifth, two, three and four fifths of `values` do not exceed: each is one of them.
pub(super) fn quintiles(values: &mut [f64]) -> [f64; 4] {
    let count = values.len();
    let mut bounds = [0.0; 4];
    // What lies above the last bound that was found, and how many do not.
    let (mut above, mut below) = (values, 0);
    let mut last = 0.0;
    for (bound, fifth) in bounds.iter_mut().zip(1..) {
        let rank = (count * fifth).div_ceil(5);
        // Of fewer than five values some are two bounds.
        if rank > below {
            let (_, value, rest) = above.select_nth_unstable_by(rank - below - 1, f64::total_cmp);
            last = *value;
            (above, below) = (rest, rank);
        }
        *bound = last;
    }
    bounds
}

/// The score of so many days since the last purchase.
pub(super) fn recency_score(days: u32, bounds: &[f64; 4]) -> u8 {
    5 - exceeded(f64::from(days), bounds)
}

/// How many of the bounds a value exceeds.
pub(super) fn exceeded(value: f64, bounds: &[f64; 4]) -> u8 {
    bounds.iter().map(|bound| u8::from(value > *bound)).sum()
}
