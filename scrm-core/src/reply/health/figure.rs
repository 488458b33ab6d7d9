//! Shares with how sure they are, and what follows from them.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::config::ReplyHealthConfig;
use super::texts::TextComparison;
use crate::foundation::interval::{Interval, tidy, wilson};
use crate::foundation::{Reason, RuleId};

/// What a share says of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FigureVerdict {
    /// It may stay as it is.
    Keep,
    /// It has to be written anew.
    Rewrite,
    /// There are too few to say.
    NotEnoughYet,
    /// Nothing of the kind was reported: no link was sent, no click or no rating recorded.
    NotRecorded,
}

/// A share of a rule's firings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReplyFigure {
    /// How many.
    pub hits: u64,
    /// Of how many.
    pub of: u64,
    /// The share in percent; null where there is nothing to count.
    pub percent: Option<f64>,
    /// Where the true share probably lies, in percent (Wilson's score interval).
    pub interval: Option<Interval>,
    /// What it says; null where the playbook sets no threshold for it.
    pub verdict: Option<FigureVerdict>,
    /// Whether all of the interval lies on the threshold's one side.
    pub certain: bool,
}

/// Which side of a threshold is good.
#[derive(Clone, Copy)]
pub(super) enum Threshold {
    AtMost(f64),
    AtLeast(f64),
}

impl Threshold {
    /// 40 of 100 are 40 % whatever the rounding of the division.
    fn is_broken_by(self, percent: f64) -> bool {
        const ROUNDING: f64 = 1e-9;
        match self {
            Self::AtMost(most) => percent > most + ROUNDING,
            Self::AtLeast(least) => percent < least - ROUNDING,
        }
    }
}

impl ReplyFigure {
    /// A share for which there is no threshold.
    pub(super) fn unjudged(hits: u64, of: u64, confidence: f64) -> Self {
        let interval = wilson(hits as f64, of as f64, confidence).map(|interval| interval.scaled(100.0));
        Self {
            hits,
            of,
            percent: (of > 0).then(|| tidy(hits as f64 * 100.0 / of as f64)),
            interval: interval.map(|i| Interval { low: tidy(i.low), high: tidy(i.high), ..i }),
            verdict: None,
            certain: false,
        }
    }

    /// A share beside its threshold; exactly the threshold is good. `recorded` says whether the host reports such things.
    pub(super) fn judged(
        hits: u64,
        of: u64,
        threshold: Threshold,
        recorded: bool,
        config: &ReplyHealthConfig,
    ) -> Self {
        let figure = Self::unjudged(hits, of, config.confidence);
        let verdict = if !recorded {
            FigureVerdict::NotRecorded
        } else if of < u64::from(config.least_sample) {
            FigureVerdict::NotEnoughYet
        } else if threshold.is_broken_by(hits as f64 * 100.0 / of as f64) {
            FigureVerdict::Rewrite
        } else {
            FigureVerdict::Keep
        };
        let certain = figure
            .interval
            .is_some_and(|ends| threshold.is_broken_by(ends.low) == threshold.is_broken_by(ends.high));
        let judged = matches!(verdict, FigureVerdict::Keep | FigureVerdict::Rewrite);
        Self { verdict: Some(verdict), certain: certain && judged, ..figure }
    }
}

/// A text that has to be written anew.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RewriteRemedy {
    /// Role that does it.
    pub owner: String,
    /// By when.
    pub deadline: DateTime<Utc>,
    /// Why: each share beyond its threshold, as `reply.health.…` with `percent`, `threshold`, `hits`, `of` and `certain`.
    pub reasons: Vec<Reason>,
}

impl RewriteRemedy {
    /// Too many answers ended with a person.
    pub(crate) const HANDED_OVER: &'static str = "reply.health.handed_over";
    /// Too few links were followed.
    pub(crate) const CLICKED: &'static str = "reply.health.clicked";
    /// Too few ratings were content.
    pub(crate) const SATISFIED: &'static str = "reply.health.satisfied";

    /// Whether a share is beyond its threshold with all of its interval: that it is not by chance.
    pub(crate) fn is_certain(&self) -> bool {
        self.reasons.iter().any(|reason| reason.flag("certain") == Some(true))
    }
}

/// How a rule's answer is taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReplyHealth {
    /// The rule.
    pub rule: RuleId,
    /// Messages that were sent with its answer.
    pub fired: u64,
    /// Of those, how many are still watched. They count for no share.
    pub open: u64,
    /// Of those, how many a person followed up before the customer wrote. They count for none of the next three shares.
    pub followed_up: u64,
    /// The customer wrote on, and no person was needed.
    pub answered: ReplyFigure,
    /// The customer wrote on, and a person was needed. No threshold holds for a welcome, an away message or a greeting: that a
    /// person is needed after them is no failure of their texts.
    pub handed_over: ReplyFigure,
    /// Nobody wrote.
    pub silent: ReplyFigure,
    /// A link in the message was followed, of the messages that carry one.
    pub clicked: ReplyFigure,
    /// The customer was content, of those who said.
    pub satisfied: ReplyFigure,
    /// `rewrite` where one of the shares says so; `keep` where one says that and none says otherwise; `not_recorded` where there
    /// is nothing to judge by.
    pub verdict: FigureVerdict,
    /// What to do; null where nothing is to be done.
    pub remedy: Option<RewriteRemedy>,
    /// Its two texts beside each other; null where it has one.
    pub texts: Option<TextComparison>,
}
