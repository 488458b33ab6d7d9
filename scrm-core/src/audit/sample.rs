//! Samples that are the same everywhere, and waiting times kept in bounded memory.

use std::collections::BTreeMap;

use crate::foundation::fingerprint;
use crate::foundation::interval::median_ranks;

/// A stable random sample: of everything offered, the `size` ids whose [`fingerprint`] with the seed is
/// smallest. The order of offering does not matter, and adding customers changes the sample only where a
/// newcomer belongs in it. Memory is `size`; an offer costs one hash.
///
/// ```
/// use scrm_core::audit::StableSample;
/// let mut forwards = StableSample::new("seed", 2);
/// let mut backwards = StableSample::new("seed", 2);
/// for id in ["a", "b", "c", "d"] { forwards.offer(id, || ()); }
/// for id in ["d", "c", "b", "a"] { backwards.offer(id, || ()); }
/// assert!(forwards.ids().eq(backwards.ids()));
/// assert_eq!(forwards.ids().count(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct StableSample<T> {
    seed: String,
    size: usize,
    kept: BTreeMap<(u64, String), T>,
}

impl<T> StableSample<T> {
    /// An empty sample of at most `size`.
    #[must_use]
    pub fn new(seed: &str, size: usize) -> Self {
        Self { seed: seed.to_owned(), size, kept: BTreeMap::new() }
    }

    /// Offers an id; `value` is made only if the id is taken. The same id offered again replaces its value.
    pub fn offer(&mut self, id: &str, value: impl FnOnce() -> T) {
        if self.size == 0 {
            return;
        }
        let hash = fingerprint(&[self.seed.as_bytes(), id.as_bytes()]).as_u64();
        if self.kept.len() >= self.size {
            let within = self
                .kept
                .last_key_value()
                .is_some_and(|((last, name), _)| (hash, id) <= (*last, name.as_str()));
            if !within {
                return;
            }
        }
        self.kept.insert((hash, id.to_owned()), value());
        if self.kept.len() > self.size {
            self.kept.pop_last();
        }
    }

    /// The ids in the sample, in its own order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.kept.keys().map(|(_, id)| id.as_str())
    }

    /// The values in the sample, in its own order.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.kept.values()
    }

    /// How many are in the sample.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether nothing was offered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}

/// How often each waiting time occurred. Times are kept to the second up to an hour, to the minute up to a
/// week, to the hour beyond, and no longer than a year: at most about 22,000 counters however much is added.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaitingTimes {
    counts: BTreeMap<u32, u64>,
    total: u64,
}

impl WaitingTimes {
    /// Adds one waiting time; a negative one counts as none.
    pub fn add(&mut self, seconds: i64) {
        let seconds = u32::try_from(seconds.clamp(0, 31_536_000)).unwrap_or_default();
        let kept = match seconds {
            0..=3_600 => seconds,
            3_601..=604_800 => seconds / 60 * 60,
            _ => seconds / 3_600 * 3_600,
        };
        let count = self.counts.entry(kept).or_default();
        *count = count.saturating_add(1);
        self.total = self.total.saturating_add(1);
    }

    /// How many were added.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.total
    }

    /// How many are at most `seconds`.
    #[must_use]
    pub fn at_most(&self, seconds: u32) -> u64 {
        self.counts.range(..=seconds).map(|(_, count)| count).sum()
    }

    /// The value with `rank`, counted from 1, in seconds.
    #[must_use]
    pub fn by_rank(&self, rank: u64) -> Option<u32> {
        let mut passed = 0_u64;
        self.counts.iter().find_map(|(seconds, count)| {
            passed = passed.saturating_add(*count);
            (rank >= 1 && passed >= rank).then_some(*seconds)
        })
    }

    /// The quantile `p` (0 to 1) in seconds: linear between order statistics, type 7 of R. Hyndman and
    /// Y. Fan, "Sample quantiles in statistical packages" (1996), as R, NumPy and spreadsheets compute it.
    ///
    /// ```
    /// use scrm_core::audit::WaitingTimes;
    /// let mut times = WaitingTimes::default();
    /// [60, 120, 180, 240].into_iter().for_each(|seconds| times.add(seconds));
    /// assert_eq!(times.quantile(0.5), Some(150.0));
    /// ```
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        if self.total == 0 || p.is_nan() {
            return None;
        }
        let position = p.clamp(0.0, 1.0) * (self.total - 1) as f64;
        let rank = position.floor() as u64 + 1;
        let low = f64::from(self.by_rank(rank)?);
        let high = self.by_rank(rank + 1).map_or(low, f64::from);
        Some(low + (position - position.floor()) * (high - low))
    }

    /// Between which seconds the median lies with `confidence`; see [`median_ranks`].
    #[must_use]
    pub fn median_between(&self, confidence: f64) -> Option<(u32, u32)> {
        let (low, high) = median_ranks(self.total, confidence)?;
        Some((self.by_rank(low)?, self.by_rank(high)?))
    }
}
