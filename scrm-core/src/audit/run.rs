//! The audit: settings compiled once, and a run that is fed and finished.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::activity::ActivityTally;
use super::calendar::next_audits;
use super::check::{
    ChangeUnit, CheckId, CheckResult, Counted, PastValue, Share, Verdict, Window, clustered_check, judge,
    share_check, target_of, waiting_check,
};
use super::config::{AuditConfig, AuditKind, ValueReport};
use super::conversations::ConversationTally;
use super::customers::{CustomerRules, CustomerTally};
use super::error::AuditError;
use super::remedy::{RemedyFacts, remedies};
use super::report::{
    ConversationFigures, CustomerFigures, DataNote, Headline, ImportFigures, NextAudit, PossibleDuplicate,
    Report, TagFigures, ValueFigures,
};
use crate::customer::{CompletenessEngine, Customer, CustomerConfig};
use crate::desk::{Author, MessageRecord};
use crate::foundation::time::Calendar;
use crate::foundation::{CustomerId, Event, EventKind, Notice, TagId};
use crate::priority::PriorityEngine;
use crate::reply::ReplyHealth;
use crate::store::DuplicateReview;
use crate::transport::OutboxMessage;

/// Earlier values shown beside a check.
const PAST_VALUES: usize = 26;

/// Whether a sampled customer's tag is right: it agrees with a fresh evaluation of its rule, or with what a
/// person found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagReview {
    /// Whose.
    pub customer: CustomerId,
    /// Which tag.
    pub tag: TagId,
    /// Whether it is right.
    pub agrees: bool,
}

/// The outcome of one backup's verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupCheck {
    /// Which backup, by the host's name for it.
    pub backup: String,
    /// When it was verified.
    pub at: DateTime<Utc>,
    /// Whether every checksum held and a restore worked.
    pub intact: bool,
}

/// The audit's settings, compiled. Immutable and cheap to clone.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::audit::{Audit, AuditConfig, CheckId, Verdict};
/// use scrm_core::customer::{Customer, CustomerConfig};
/// use scrm_core::foundation::{CustomerId, time::Calendar};
///
/// let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 10, 0, 0).unwrap();
/// let mut run = audit.begin(now);
/// run.add_customer(&Customer::new(CustomerId::new("c1"), now));
/// let report = run.finish();
/// assert_eq!(report.check(CheckId::Completeness).unwrap().verdict, Verdict::Fail);
/// assert_eq!(report.check(CheckId::BackupIntegrity).unwrap().verdict, Verdict::NoData);
/// # Ok::<(), scrm_core::audit::AuditError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Audit {
    config: Arc<AuditConfig>,
    customers: CustomerRules,
    calendar: Calendar,
}

impl Audit {
    /// Checks the settings. `customers` says what a complete record is and when a follow-up is due.
    ///
    /// # Errors
    /// [`AuditError`] for a number outside of its range, an empty list, a schedule entry without a day, or a
    /// wrong section on customers.
    pub fn new(
        config: &AuditConfig,
        customers: &CustomerConfig,
        calendar: Calendar,
    ) -> Result<Self, AuditError> {
        config.validate()?;
        let customers = CustomerRules {
            completeness: CompletenessEngine::new(customers)?,
            config: customers.clone(),
            calendar: calendar.clone(),
        };
        Ok(Self { config: Arc::new(config.clone()), customers, calendar })
    }

    /// Begins an audit as of `now`. Feed it and [`finish`](AuditRun::finish) it.
    #[must_use]
    pub fn begin(&self, now: DateTime<Utc>) -> AuditRun {
        let from = self.calendar.subtract(now, self.config.window);
        AuditRun {
            audit: self.clone(),
            now,
            from,
            workspace: None,
            tag_names: BTreeMap::new(),
            customers: CustomerTally::new(&self.config, &self.customers, from, now),
            conversations: ConversationTally::new(&self.config, &self.calendar, from, now),
            activity: ActivityTally::new(from, now),
            duplicates_in_review: 0,
            possible_duplicates: Vec::new(),
            value: ValueFigures::default(),
            newly_at_risk: Vec::new(),
            reply_health: Vec::new(),
            imports: Vec::new(),
            reviews: BTreeMap::new(),
            backups: BTreeMap::new(),
            past: BTreeMap::new(),
        }
    }

    /// What is said of the customers' value, and from how many orders on.
    pub(crate) fn value_rules(&self) -> &ValueReport {
        &self.config.value
    }

    /// The verdict on a value of one check, by the settings' target and tolerance.
    ///
    /// ```
    /// use scrm_core::audit::{Audit, AuditConfig, CheckId, Verdict};
    /// use scrm_core::customer::CustomerConfig;
    /// use scrm_core::foundation::time::Calendar;
    /// let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
    /// assert_eq!(audit.judge(CheckId::Completeness, 100.0), Verdict::Pass);
    /// # Ok::<(), scrm_core::audit::AuditError>(())
    /// ```
    #[must_use]
    pub fn judge(&self, check: CheckId, value: f64) -> Verdict {
        let (target, tolerance) = target_of(check, &self.config);
        judge(value, target, tolerance, check.direction())
    }

    /// The next time of each scheduled audit strictly after `after`, soonest first.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use scrm_core::audit::{Audit, AuditConfig, AuditKind};
    /// use scrm_core::customer::CustomerConfig;
    /// use scrm_core::foundation::time::Calendar;
    /// let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
    /// let friday = Utc.with_ymd_and_hms(2026, 1, 9, 12, 0, 0).unwrap();
    /// let next = audit.next_audits(friday);
    /// assert_eq!(next[0], (AuditKind::Weekly, Utc.with_ymd_and_hms(2026, 1, 12, 10, 0, 0).unwrap()));
    /// # Ok::<(), scrm_core::audit::AuditError>(())
    /// ```
    #[must_use]
    pub fn next_audits(&self, after: DateTime<Utc>) -> Vec<(AuditKind, DateTime<Utc>)> {
        next_audits(&self.config.schedule, &self.calendar, after)
    }
}

/// An audit that is being fed. Customers, events and notices may come in any order; messages come ordered by time, and after those of
/// the outbox, which say whether an answer was sent.
///
/// Memory: a few hundred counters and samples, and one small entry for every customer and thread active in
/// the window. `Debug` shows counts only.
pub struct AuditRun {
    audit: Audit,
    now: DateTime<Utc>,
    from: DateTime<Utc>,
    workspace: Option<String>,
    tag_names: BTreeMap<TagId, String>,
    customers: CustomerTally,
    conversations: ConversationTally,
    activity: ActivityTally,
    duplicates_in_review: u64,
    possible_duplicates: Vec<PossibleDuplicate>,
    pub(super) value: ValueFigures,
    pub(super) newly_at_risk: Vec<CustomerId>,
    reply_health: Vec<ReplyHealth>,
    imports: Vec<ImportFigures>,
    reviews: BTreeMap<(CustomerId, TagId), bool>,
    backups: BTreeMap<(DateTime<Utc>, String), bool>,
    past: BTreeMap<CheckId, BTreeMap<DateTime<Utc>, PastValue>>,
}

impl std::fmt::Debug for AuditRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuditRun")
            .field("now", &self.now)
            .field("customers", &self.customers.active())
            .finish_non_exhaustive()
    }
}

impl AuditRun {
    /// The time that is looked at: messages and events outside of it are left out.
    #[must_use]
    pub const fn window(&self) -> Window {
        Window { from: self.from, to: self.now }
    }

    /// Orders the report's queue as of now: waiting raises a score, and so does a tag that was set meanwhile. Otherwise the
    /// scores count that were decided when each customer began to wait.
    pub fn score_queue_by(&mut self, priority: &PriorityEngine) {
        self.customers.score_by(priority.clone());
    }

    /// Names the workspace in the report.
    pub fn set_workspace(&mut self, name: impl Into<String>) {
        self.workspace = Some(name.into());
    }

    /// Says what people call the tags.
    pub fn name_tags(&mut self, names: impl IntoIterator<Item = (TagId, String)>) {
        self.tag_names.extend(names);
    }

    /// Feeds a customer's record, once each. Archived ones are counted, merged ones skipped.
    pub fn add_customer(&mut self, customer: &Customer) {
        self.customers.add(customer);
    }

    /// Feeds a message, in the order of time. Messages outside of the window are counted and left out.
    pub fn add_message(&mut self, message: &MessageRecord) {
        if matches!(message.author, Author::Customer) {
            self.activity.wrote(&message.customer, message.at);
        }
        self.conversations.add(message);
    }

    /// Feeds an event, once each.
    pub fn add_event(&mut self, event: &Event) {
        if let (EventKind::ConversationClosed { .. }, Some(conversation)) = (&event.kind, &event.conversation)
        {
            self.conversations.closed(conversation, event.at);
        }
        self.activity.add_event(event);
    }

    /// Feeds a notice, once each.
    pub fn add_notice(&mut self, notice: &Notice) {
        self.activity.add_notice(notice);
    }

    /// Feeds a message of the outbox with its state, before any [message](Self::add_message).
    pub fn add_outbox(&mut self, message: &OutboxMessage) {
        if message.state.not_sent().is_some() {
            self.conversations.not_sent(&message.message.id);
        }
        self.activity.add_outbox(message);
    }

    /// Feeds an import's counts.
    pub fn add_import(&mut self, import: ImportFigures) {
        self.imports.push(import);
    }

    /// States how many pairs of possible duplicates wait for a person.
    pub const fn set_duplicates_in_review(&mut self, pairs: u64) {
        self.duplicates_in_review = pairs;
    }

    /// Feeds a pair that waits for a person, in the order of the review queue. The report shows the first ones that were
    /// found by what their fields say, with what speaks for and against.
    pub fn add_possible_duplicate(&mut self, pair: &DuplicateReview) {
        if self.possible_duplicates.len() < self.audit.config.top {
            self.possible_duplicates.extend(PossibleDuplicate::of(pair));
        }
    }

    /// Whose tags to look at, once all customers were fed: quoted customers drawn at random, the ones
    /// followed up last, and other tagged customers at random where these are too few. Evaluate their tags
    /// afresh, or have a person look, and answer with [`add_tag_review`](Self::add_tag_review).
    #[must_use]
    pub fn tag_sample(&self) -> Vec<CustomerId> {
        self.customers.tag_sample().0
    }

    /// Feeds what was found of one tag of a sampled customer. A second review of the same tag replaces the
    /// first; reviews of customers outside of the sample are counted and left out.
    pub fn add_tag_review(&mut self, review: TagReview) {
        self.reviews.insert((review.customer, review.tag), review.agrees);
    }

    /// States how the answers of rules are taken: one that has to be written anew becomes a remedy.
    ///
    /// ```
    /// use scrm_core::audit::{Audit, AuditConfig};
    /// use scrm_core::customer::CustomerConfig;
    /// use scrm_core::foundation::time::Calendar;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::workspace::Engines;
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
    /// let mut run = audit.begin(now);
    /// let replies = Engines::new(&Playbook::standard())?.reply.health(run.window().from, now);
    /// run.set_reply_health(replies.finish());
    /// assert_eq!(run.finish().headline.failed, 0, "no messages, no answers");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_reply_health(&mut self, health: Vec<ReplyHealth>) {
        self.reply_health = health;
    }

    /// Feeds the verification of a backup.
    pub fn add_backup(&mut self, backup: BackupCheck) {
        self.backups.insert((backup.at, backup.backup), backup.intact);
    }

    /// Feeds an earlier report: its values are shown beside the new ones where the definitions are equal,
    /// and tell how long a check has been under its target.
    pub fn add_past_report(&mut self, report: &Report) {
        if report.at >= self.now {
            return;
        }
        for check in report.checks.iter().filter(|check| check.definition == check.check.definition()) {
            if let Some(value) = check.value {
                let past = PastValue { at: report.at, value, verdict: check.verdict };
                self.past.entry(check.check).or_default().insert(report.at, past);
            }
        }
    }

    /// Judges what was fed.
    ///
    /// ```
    /// # use scrm_core::audit::{Audit, AuditConfig};
    /// # use scrm_core::customer::CustomerConfig;
    /// # use scrm_core::foundation::time::Calendar;
    /// let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
    /// let report = audit.begin(chrono::DateTime::UNIX_EPOCH).finish();
    /// assert_eq!(report.headline.no_data, 7, "an empty workspace has nothing to judge");
    /// # Ok::<(), scrm_core::audit::AuditError>(())
    /// ```
    #[must_use]
    pub fn finish(mut self) -> Report {
        let config = Arc::clone(&self.audit.config);
        let waiting = self.conversations.finish();
        let mut notes = Vec::new();
        self.conversations.notes(&mut notes);
        if waiting.threads > 0 {
            notes.push(DataNote::StillWaiting { waits: waiting.threads });
        }
        if self.conversations.questions.cut() > 0 {
            notes.push(DataNote::TypesCut { messages: self.conversations.questions.cut() });
        }
        let (tag_sample, filled_up) = self.customers.tag_sample();
        let reviewed = self.reviewed(&tag_sample, filled_up, &mut notes);
        let checks = self.checks(&config, &reviewed);
        let mut report = Report {
            v: 1,
            workspace: self.workspace.clone(),
            at: self.now,
            time_zone: self.audit.calendar.zone_name().to_owned(),
            utc_offset_seconds: self.utc_offset_seconds(),
            window: Window { from: self.from, to: self.now },
            headline: Headline::of(&checks),
            checks,
            remedies: Vec::new(),
            customers: CustomerFigures {
                merged: self.activity.merged,
                merges_undone: self.activity.merges_undone,
                duplicates_in_review: self.duplicates_in_review,
                possible_duplicates: std::mem::take(&mut self.possible_duplicates),
                opt_outs: self.activity.opt_outs(),
                ..self.customers.figures()
            },
            conversations: ConversationFigures {
                notices: self.activity.notices.clone(),
                ..self.conversations.figures(&waiting)
            },
            tags: TagFigures {
                set: self.activity.tags_set,
                removed: self.activity.tags_removed,
                ..self.customers.tag_figures(&self.tag_names)
            },
            priorities: self.customers.priority_figures(),
            questions: self.conversations.questions.figures(),
            outbox: self.activity.outbox.clone(),
            funnel: self.activity.funnel(),
            value: std::mem::take(&mut self.value),
            imports: self.imports.clone(),
            next_audits: self
                .audit
                .next_audits(self.now)
                .into_iter()
                .map(|(kind, at)| NextAudit { kind, at })
                .collect(),
            notes,
        };
        report.imports.sort_by(|a, b| (a.at, &a.source).cmp(&(b.at, &b.source)));
        let facts = self.facts(&reviewed, tag_sample);
        report.remedies = remedies(&config, &self.audit.calendar, &report, &facts, self.now);
        report
    }

    fn utc_offset_seconds(&self) -> i32 {
        let offset = self.audit.calendar.to_local(self.now) - self.now.naive_utc();
        i32::try_from(offset.num_seconds()).unwrap_or_default()
    }

    fn reviewed(
        &self,
        sample: &[CustomerId],
        filled_up: u64,
        notes: &mut Vec<DataNote>,
    ) -> BTreeMap<(CustomerId, TagId), bool> {
        let sampled: BTreeSet<&CustomerId> = sample.iter().collect();
        let (inside, outside): (Vec<_>, Vec<_>) = self
            .reviews
            .iter()
            .map(|(key, agrees)| (key.clone(), *agrees))
            .partition(|((customer, _), _)| sampled.contains(customer));
        if !outside.is_empty() {
            notes.push(DataNote::ReviewsOutsideSample { reviews: outside.len() as u64 });
        }
        if !inside.is_empty() && filled_up > 0 {
            notes.push(DataNote::SampleFilledUp { customers: filled_up });
        }
        inside.into_iter().collect()
    }

    fn checks(
        &self,
        config: &AuditConfig,
        reviewed: &BTreeMap<(CustomerId, TagId), bool>,
    ) -> Vec<CheckResult> {
        let window = Some(Window { from: self.from, to: self.now });
        let questions = &self.conversations.questions;
        let clusters = self.customers.sample_clusters();
        let population = self.customers.active();
        let share = |check, counted, share, what| share_check(check, config, counted, share, what);
        let agreeing = reviewed.values().filter(|agrees| **agrees).count() as u64;
        let intact = self.backups.values().filter(|intact| **intact).count() as u64;
        let checks = [
            clustered_check(CheckId::Completeness, config, &clusters, population, ChangeUnit::MissingFields),
            share(
                CheckId::TagAccuracy,
                Counted::Tags,
                Share { hits: agreeing, of: reviewed.len() as u64 },
                ChangeUnit::WrongTags,
            ),
            CheckResult {
                window,
                ..share(
                    CheckId::TriggerRate,
                    Counted::Messages,
                    questions.triggered(),
                    ChangeUnit::UnansweredMessages,
                )
            },
            CheckResult {
                window,
                ..share(
                    CheckId::KeywordCoverage,
                    Counted::Messages,
                    questions.coverage(),
                    ChangeUnit::UncoveredQuestions,
                )
            },
            CheckResult { window, ..waiting_check(config, self.conversations.measured()) },
            CheckResult {
                interval: None,
                ..share(
                    CheckId::BackupIntegrity,
                    Counted::Backups,
                    Share { hits: intact, of: self.backups.len() as u64 },
                    ChangeUnit::BrokenBackups,
                )
            },
            self.tag_share(config),
        ];
        checks.into_iter().map(|check| self.with_past(check)).collect()
    }

    /// Every customer is counted, so there is no interval.
    fn tag_share(&self, config: &AuditConfig) -> CheckResult {
        let share = self
            .customers
            .largest_tag()
            .map_or(Share { hits: 0, of: 0 }, |hits| Share { hits, of: self.customers.active() });
        CheckResult {
            interval: None,
            ..share_check(CheckId::TagShare, config, Counted::Customers, share, ChangeUnit::TaggedCustomers)
        }
    }

    fn with_past(&self, mut check: CheckResult) -> CheckResult {
        if let Some(past) = self.past.get(&check.check) {
            let skipped = past.len().saturating_sub(PAST_VALUES);
            check.past = past.values().skip(skipped).copied().collect();
        }
        check
    }

    fn facts(
        &self,
        reviewed: &BTreeMap<(CustomerId, TagId), bool>,
        tag_sample: Vec<CustomerId>,
    ) -> RemedyFacts {
        let (sample_gaps, sample_customers_with_gaps) = self.customers.sample_gaps();
        let mut wrong: BTreeMap<TagId, u64> = BTreeMap::new();
        for ((_, tag), _) in reviewed.iter().filter(|(_, agrees)| !**agrees) {
            *wrong.entry(tag.clone()).or_default() += 1;
        }
        let mut wrong_tags: Vec<(TagId, u64)> = wrong.into_iter().collect();
        wrong_tags.sort_by_key(|(_, count)| Reverse(*count));
        RemedyFacts {
            sample_gaps,
            sample_customers_with_gaps,
            all_gaps: self.customers.all_gaps(),
            wrong_tags,
            tag_sample,
            broken_backups: self.backups.values().filter(|intact| !**intact).count() as u64,
            long_waits: self.conversations.long_waits(),
            busy_hours: self.conversations.busy_hours(),
            newly_at_risk: self.newly_at_risk.clone(),
            reply_health: self.reply_health.clone(),
            not_sent: self.activity.outbox.not_sent.clone(),
        }
    }
}
