//! What to do about a check that is not passed: an action with its numbers, an owner and a deadline.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::check::{CheckId, CheckResult, Verdict, tidy};
use super::config::AuditConfig;
use super::report::{FieldGap, Report};
use crate::foundation::time::{Calendar, Span};
use crate::foundation::{CustomerId, Reason, RuleId, TagId};
use crate::reply::{ReplyHealth, RewriteRemedy};
use crate::transport::NotSent;

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Remedy {
    /// The check it mends; nothing where no check asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckId>,
    /// What that check said, and otherwise how urgent it is.
    pub verdict: Verdict,
    /// Role that does it.
    pub owner: String,
    /// By when.
    pub deadline: DateTime<Utc>,
    /// What to do.
    #[serde(flatten)]
    pub action: RemedyAction,
}

/// What to do, with its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RemedyAction {
    /// Fill in what the sampled customers lack.
    FillGaps {
        /// Missing fields of the sample.
        gaps: u64,
        /// Sampled customers with gaps.
        customers: u64,
        /// By field, most first.
        fields: Vec<FieldGap>,
    },
    /// Fill in what all customers lack, so many a day.
    PlanGaps {
        /// Missing fields of all active customers.
        gaps: u64,
        /// How many to fill in each day.
        per_day: u64,
        /// The daily share that this is, in percent.
        daily_share: f64,
    },
    /// Correct tags that do not agree with their rule.
    MendTags {
        /// Tags that are wrong.
        wrong: u64,
        /// Tags looked at.
        reviewed: u64,
        /// Wrong ones by tag, most first.
        tags: Vec<(TagId, u64)>,
    },
    /// Look at the tags of the sampled customers.
    ReviewTags {
        /// Whose.
        customers: Vec<CustomerId>,
    },
    /// Add keywords for what rules leave unanswered.
    AddKeywords {
        /// At least so many.
        at_least: u32,
        /// At most so many.
        at_most: u32,
        /// Messages that no rule answered.
        unanswered: u64,
        /// Days since the rate was last on target, as far as earlier reports tell.
        days_under_target: i64,
    },
    /// Add keywords for types of questions without a rule.
    WidenCoverage {
        /// At least so many.
        at_least: u32,
        /// At most so many.
        at_most: u32,
        /// Types without a rule.
        types: u64,
        /// Messages of these types.
        messages: u64,
        /// Share of them in the largest types listed, in percent.
        listed_share: f64,
    },
    /// Plan people for the hours in which customers write most.
    PlanStaffing {
        /// Waits longer than the target.
        long_waits: u64,
        /// The busiest hours, busiest first.
        hours: Vec<BusyHour>,
    },
    /// Split a tag that says too little.
    SplitTag {
        /// Which.
        tag: TagId,
        /// What people call it, where the workspace says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// How many carry it.
        customers: u64,
        /// Their share, in percent.
        percent: f64,
    },
    /// Win back regular customers who came to be at risk of being lost within the window: the gap since their last order became
    /// too long for their own rhythm, and they do less than before.
    WinBack {
        /// Some of them, those with the most orders first.
        customers: Vec<CustomerId>,
        /// How many there are.
        at_risk: u64,
    },
    /// Write the answer of a rule anew, because customers take it badly.
    RewriteAnswer {
        /// Whose.
        rule: RuleId,
        /// Messages that were sent with it.
        fired: u64,
        /// Each share beyond its threshold, as `reply.health.…` with `percent`, `threshold`, `hits`, `of` and `certain`.
        reasons: Vec<Reason>,
    },
    /// Look at the messages that were not sent: settle what is unknown or set aside, and mend what keeps the others from leaving.
    SettleOutbox {
        /// By why; without those that were taken back on purpose.
        not_sent: BTreeMap<String, u64>,
    },
    /// Make backups and have them verified.
    SetUpBackups {},
    /// Replace backups that failed their verification.
    MendBackups {
        /// How many.
        broken: u64,
    },
}

/// An hour of the week in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BusyHour {
    /// 0 is Monday.
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
    /// Waits of people longer than the target that began in it; where there are none, messages.
    pub count: u64,
}

/// What only the run knows and remedies need.
#[derive(Debug, Default)]
pub(crate) struct RemedyFacts {
    pub(crate) sample_gaps: Vec<FieldGap>,
    pub(crate) sample_customers_with_gaps: u64,
    pub(crate) all_gaps: u64,
    pub(crate) wrong_tags: Vec<(TagId, u64)>,
    pub(crate) tag_sample: Vec<CustomerId>,
    pub(crate) broken_backups: u64,
    pub(crate) long_waits: u64,
    pub(crate) busy_hours: Vec<BusyHour>,
    pub(crate) newly_at_risk: Vec<CustomerId>,
    pub(crate) reply_health: Vec<ReplyHealth>,
    pub(crate) not_sent: BTreeMap<String, u64>,
}

/// Remedies for every check that is not passed, for messages not sent, for customers about to be lost and for answers taken badly: failed
/// checks first, then by deadline.
pub(crate) fn remedies(
    config: &AuditConfig,
    calendar: &Calendar,
    report: &Report,
    facts: &RemedyFacts,
    now: DateTime<Utc>,
) -> Vec<Remedy> {
    let planner = Planner { config, calendar, report, facts, now };
    let mut remedies: Vec<Remedy> = report.checks.iter().flat_map(|check| planner.for_check(check)).collect();
    remedies.extend(planner.settle_outbox());
    remedies.extend(planner.win_back());
    remedies.extend(
        facts.reply_health.iter().filter_map(|health| Some(rewrite(health, health.remedy.as_ref()?))),
    );
    remedies.sort_by_key(|remedy| (urgency(remedy.verdict), remedy.deadline, remedy.check));
    remedies
}

const fn urgency(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Fail => 0,
        Verdict::Watch => 1,
        Verdict::NoData => 2,
        Verdict::Pass => 3,
    }
}

/// An answer that is certainly taken badly is as urgent as a check that failed.
fn rewrite(health: &ReplyHealth, remedy: &RewriteRemedy) -> Remedy {
    Remedy {
        check: None,
        verdict: if remedy.is_certain() { Verdict::Fail } else { Verdict::Watch },
        owner: remedy.owner.clone(),
        deadline: remedy.deadline,
        action: RemedyAction::RewriteAnswer {
            rule: health.rule.clone(),
            fired: health.fired,
            reasons: remedy.reasons.clone(),
        },
    }
}

struct Planner<'a> {
    config: &'a AuditConfig,
    calendar: &'a Calendar,
    report: &'a Report,
    facts: &'a RemedyFacts,
    now: DateTime<Utc>,
}

impl Planner<'_> {
    fn for_check(&self, check: &CheckResult) -> Vec<Remedy> {
        match (check.check, check.verdict) {
            (_, Verdict::Pass) => Vec::new(),
            (CheckId::TagAccuracy, Verdict::NoData) => self.review_tags(check),
            (CheckId::BackupIntegrity, _) => vec![self.back_up(check)],
            (_, Verdict::NoData) => Vec::new(),
            (CheckId::Completeness, _) => self.fill_gaps(check),
            (CheckId::TagAccuracy, _) => vec![self.mend_tags(check)],
            (CheckId::TriggerRate, _) => self.add_keywords(check),
            (CheckId::KeywordCoverage, _) => vec![self.widen_coverage(check)],
            (CheckId::ResponseTime, _) => vec![self.plan_staffing(check)],
            (CheckId::TagShare, _) => self.split_tag(check),
        }
    }

    fn remedy(&self, check: &CheckResult, owner: &str, within: Span, action: RemedyAction) -> Remedy {
        let deadline = self.calendar.add(self.now, within);
        Remedy { check: Some(check.check), verdict: check.verdict, owner: owner.to_owned(), deadline, action }
    }

    fn fill_gaps(&self, check: &CheckResult) -> Vec<Remedy> {
        let (first, plan) = (&self.config.remedies.fill_gaps, &self.config.remedies.gap_plan);
        let mut at_once = self.remedy(
            check,
            &first.owner,
            first.within,
            RemedyAction::FillGaps {
                gaps: self.facts.sample_gaps.iter().map(|gap| gap.missing).sum(),
                customers: self.facts.sample_customers_with_gaps,
                fields: self.facts.sample_gaps.clone(),
            },
        );
        if first.business_hours {
            at_once.deadline = self.calendar.add_business(self.now, first.within);
        }
        let mut remedies = vec![at_once];
        if check.verdict == Verdict::Fail && check.sample < check.population {
            let gaps = self.facts.all_gaps;
            let per_day = (gaps as f64 * plan.daily_share / 100.0).ceil() as u64;
            let action = RemedyAction::PlanGaps { gaps, per_day, daily_share: plan.daily_share };
            remedies.push(self.remedy(check, &plan.owner, plan.within, action));
        }
        remedies
    }

    fn mend_tags(&self, check: &CheckResult) -> Remedy {
        let settings = &self.config.remedies.mend_tags;
        let action = RemedyAction::MendTags {
            wrong: self.facts.wrong_tags.iter().map(|(_, count)| count).sum(),
            reviewed: check.sample,
            tags: self.facts.wrong_tags.clone(),
        };
        self.remedy(check, &settings.owner, settings.within, action)
    }

    fn review_tags(&self, check: &CheckResult) -> Vec<Remedy> {
        let settings = &self.config.remedies.review_tags;
        if self.facts.tag_sample.is_empty() {
            return Vec::new();
        }
        let action = RemedyAction::ReviewTags { customers: self.facts.tag_sample.clone() };
        vec![self.remedy(check, &settings.owner, settings.within, action)]
    }

    /// Keywords are added once the rate has been under target for the set time, as earlier reports show.
    fn add_keywords(&self, check: &CheckResult) -> Vec<Remedy> {
        let settings = &self.config.remedies.add_keywords;
        let since = check.past.iter().rev().take_while(|past| past.verdict != Verdict::Pass).last();
        let Some(since) = since.map(|past| past.at) else { return Vec::new() };
        if self.calendar.add(since, settings.after) > self.now {
            return Vec::new();
        }
        let action = RemedyAction::AddKeywords {
            at_least: settings.at_least,
            at_most: settings.at_most,
            unanswered: check.to_pass.map_or(0, |change| change.of),
            days_under_target: (self.now - since).num_days(),
        };
        vec![self.remedy(check, &settings.owner, settings.within, action)]
    }

    fn widen_coverage(&self, check: &CheckResult) -> Remedy {
        let settings = &self.config.remedies.widen_coverage;
        let questions = &self.report.questions;
        let listed: u64 = questions.groups.iter().map(|group| group.messages).sum();
        let action = RemedyAction::WidenCoverage {
            at_least: settings.at_least,
            at_most: settings.at_most,
            types: questions.uncovered_types,
            messages: questions.uncovered,
            listed_share: tidy(listed as f64 * 100.0 / questions.uncovered.max(1) as f64),
        };
        self.remedy(check, &settings.owner, settings.within, action)
    }

    fn plan_staffing(&self, check: &CheckResult) -> Remedy {
        let settings = &self.config.remedies.plan_staffing;
        let hours = self.facts.busy_hours.iter().take(settings.busiest_hours).copied().collect();
        let action = RemedyAction::PlanStaffing { long_waits: self.facts.long_waits, hours };
        self.remedy(check, &settings.owner, settings.within, action)
    }

    fn split_tag(&self, check: &CheckResult) -> Vec<Remedy> {
        let settings = &self.config.remedies.split_tag;
        let action = self.report.tags.tags.first().map(|tag| RemedyAction::SplitTag {
            tag: tag.tag.clone(),
            name: tag.name.clone(),
            customers: tag.customers,
            percent: tag.percent,
        });
        action
            .map(|action| self.remedy(check, &settings.owner, settings.within, action))
            .into_iter()
            .collect()
    }

    fn settle_outbox(&self) -> Option<Remedy> {
        let settings = &self.config.remedies.settle_outbox;
        let mut not_sent = self.facts.not_sent.clone();
        not_sent.remove(NotSent::Cancelled.as_str());
        (!not_sent.is_empty()).then(|| Remedy {
            check: None,
            verdict: Verdict::Watch,
            owner: settings.owner.clone(),
            deadline: self.calendar.add(self.now, settings.within),
            action: RemedyAction::SettleOutbox { not_sent },
        })
    }

    fn win_back(&self) -> Option<Remedy> {
        let settings = &self.config.remedies.win_back;
        let at_risk = &self.facts.newly_at_risk;
        let action = RemedyAction::WinBack {
            customers: at_risk.iter().take(self.config.top).cloned().collect(),
            at_risk: at_risk.len() as u64,
        };
        (!at_risk.is_empty()).then(|| Remedy {
            check: None,
            verdict: Verdict::Watch,
            owner: settings.owner.clone(),
            deadline: self.calendar.add(self.now, settings.within),
            action,
        })
    }

    fn back_up(&self, check: &CheckResult) -> Remedy {
        let settings = &self.config.remedies.back_up;
        let action = if check.verdict == Verdict::NoData {
            RemedyAction::SetUpBackups {}
        } else {
            RemedyAction::MendBackups { broken: self.facts.broken_backups }
        };
        self.remedy(check, &settings.owner, settings.within, action)
    }
}
