//! What customers' records say: completeness, tags, the queue.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::check::tidy;
use super::config::AuditConfig;
use super::report::{
    CustomerFigures, FieldGap, GroupCompleteness, LevelFigures, PriorityFigures, QueueRow, TagCount,
    TagFigures,
};
use super::sample::StableSample;
use crate::customer::{
    CompletenessEngine, CompletenessSummary, Customer, CustomerConfig, FieldCounts, FieldName, FieldValue,
    GroupCounts, IMPORTED, PriorityState, Stage, TagPhase, follow_up_due,
};
use crate::foundation::time::Calendar;
use crate::foundation::{CustomerId, TagId};
use crate::priority::PriorityEngine;
use crate::trust::{mask_identifier, mask_name};

/// What is kept of a sampled customer: the required fields without a valid value.
type Gaps = Vec<FieldName>;

/// Order of the queue: score downwards, then waiting time, then id.
type QueueKey = (Reverse<u64>, DateTime<Utc>, CustomerId);

#[derive(Debug)]
pub(crate) struct CustomerTally {
    rules: CustomerRules,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
    top: usize,
    figures: CustomerFigures,
    summary: CompletenessSummary,
    languages: BTreeMap<String, u64>,
    stages: BTreeMap<Option<Stage>, u64>,
    sample: StableSample<Gaps>,
    quoted_tag: TagId,
    quoted: StableSample<()>,
    tagged_sample: StableSample<()>,
    last_follow_ups: BTreeSet<(Reverse<NaiveDate>, CustomerId)>,
    last_follow_up_count: usize,
    tag_sample_size: usize,
    tags: BTreeMap<TagId, (u64, u64)>,
    tagged: u64,
    levels: BTreeMap<u8, LevelFigures>,
    queue: BTreeMap<QueueKey, QueueRow>,
    /// Scores who waits as of now. Without it the score of the last decision counts.
    priority: Option<PriorityEngine>,
}

/// What a complete record is, and when a follow-up is due.
#[derive(Clone, Debug)]
pub(crate) struct CustomerRules {
    pub(crate) completeness: CompletenessEngine,
    pub(crate) config: CustomerConfig,
    pub(crate) calendar: Calendar,
}

impl CustomerTally {
    pub(crate) fn new(
        config: &AuditConfig,
        rules: &CustomerRules,
        from: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        let seed = &config.seed;
        let tag_sample_size =
            config.tag_accuracy.quoted_sample.saturating_add(config.tag_accuracy.last_follow_ups);
        Self {
            summary: rules.completeness.summary(),
            rules: rules.clone(),
            from,
            now,
            top: config.top,
            figures: CustomerFigures::default(),
            languages: BTreeMap::new(),
            stages: BTreeMap::new(),
            sample: StableSample::new(&format!("{seed}.completeness"), config.completeness.sample),
            quoted_tag: config.tag_accuracy.quoted_tag.clone(),
            quoted: StableSample::new(&format!("{seed}.quoted"), config.tag_accuracy.quoted_sample),
            // Up to the whole sample may have to be filled, and as many may be in it already.
            tagged_sample: StableSample::new(&format!("{seed}.tagged"), tag_sample_size.saturating_mul(2)),
            last_follow_ups: BTreeSet::new(),
            last_follow_up_count: config.tag_accuracy.last_follow_ups,
            tag_sample_size,
            tags: BTreeMap::new(),
            tagged: 0,
            levels: BTreeMap::new(),
            queue: BTreeMap::new(),
            priority: None,
        }
    }

    pub(crate) fn score_by(&mut self, priority: PriorityEngine) {
        self.priority = Some(priority);
    }

    pub(crate) fn add(&mut self, customer: &Customer) {
        if customer.merged_into.is_some() {
            return;
        }
        if customer.archived_at.is_some() {
            self.figures.archived += 1;
            return;
        }
        self.figures.active += 1;
        if customer.created_at >= self.from && customer.created_at <= self.now {
            self.figures.created += 1;
        }
        let follow_up = &self.rules.config.follow_up;
        if follow_up_due(customer, None, follow_up, &self.rules.calendar, self.now).value {
            self.figures.follow_ups_due += 1;
        }
        self.add_completeness(customer);
        self.add_tags(customer);
        let language = customer.text(&FieldName::Language).unwrap_or("-").to_owned();
        *self.languages.entry(language).or_default() += 1;
        let stage = match customer.value(&FieldName::Stage) {
            Some(FieldValue::Stage(stage)) => Some(*stage),
            _ => None,
        };
        *self.stages.entry(stage).or_default() += 1;
        if let Some(priority) = &customer.priority {
            self.add_priority(customer, priority);
        }
    }

    fn add_completeness(&mut self, customer: &Customer) {
        let engine = &self.rules.completeness;
        self.summary.add(customer, engine);
        self.sample.offer(customer.id.as_str(), || {
            let state = engine.evaluate(customer);
            state.missing.into_iter().chain(state.invalid).collect()
        });
    }

    fn add_tags(&mut self, customer: &Customer) {
        if customer.tags.is_empty() {
            return;
        }
        self.tagged += 1;
        let id = customer.id.as_str();
        for applied in &customer.tags {
            let (uses, overdue) = self.tags.entry(applied.tag.clone()).or_default();
            *uses += 1;
            *overdue += u64::from(applied.phase == TagPhase::Overdue);
        }
        self.tagged_sample.offer(id, || ());
        if customer.tag(&self.quoted_tag).is_some() {
            self.quoted.offer(id, || ());
        }
        if let Some(FieldValue::Date(date)) = customer.value(&FieldName::LastFollowUp) {
            self.last_follow_ups.insert((Reverse(*date), customer.id.clone()));
            if self.last_follow_ups.len() > self.last_follow_up_count {
                self.last_follow_ups.pop_last();
            }
        }
    }

    fn add_priority(&mut self, customer: &Customer, priority: &PriorityState) {
        let level = self
            .levels
            .entry(priority.level)
            .or_insert(LevelFigures { level: priority.level, ..LevelFigures::default() });
        match priority.responded_at {
            Some(at) if at <= priority.respond_by => level.in_time += 1,
            Some(_) => level.late += 1,
            None if priority.respond_by >= self.now => level.open += 1,
            None => level.overdue += 1,
        }
        if priority.responded_at.is_some() {
            return;
        }
        let engine = self.priority.as_ref();
        let score = engine.map_or(priority.score, |engine| engine.score(customer, priority, self.now));
        let score = if score.is_finite() { score.clamp(0.0, 100.0) } else { 0.0 };
        // The bits of non-negative numbers are in the order of the numbers.
        let key = (Reverse(score.to_bits()), priority.since, customer.id.clone());
        if self.queue.len() >= self.top && self.queue.last_key_value().is_none_or(|(last, _)| key > *last) {
            return;
        }
        let row = QueueRow {
            customer: customer.id.clone(),
            name: shown_name(customer),
            level: priority.level,
            score,
            respond_by: priority.respond_by,
            overdue: priority.respond_by < self.now,
        };
        self.queue.insert(key, row);
        if self.queue.len() > self.top {
            self.queue.pop_last();
        }
    }

    pub(crate) const fn active(&self) -> u64 {
        self.figures.active
    }

    /// Filled in and required fields of each sampled customer.
    pub(crate) fn sample_clusters(&self) -> Vec<(u32, u32)> {
        let of = u32::try_from(self.summary.fields.len()).unwrap_or(u32::MAX);
        self.sample
            .values()
            .map(|gaps| (of.saturating_sub(u32::try_from(gaps.len()).unwrap_or(of)), of))
            .collect()
    }

    /// Gaps of the sampled customers by field, most first, and how many of them have gaps.
    pub(crate) fn sample_gaps(&self) -> (Vec<FieldGap>, u64) {
        let mut counts: BTreeMap<FieldName, u64> = BTreeMap::new();
        for field in self.sample.values().flatten() {
            *counts.entry(field.clone()).or_default() += 1;
        }
        let with_gaps = self.sample.values().filter(|gaps| !gaps.is_empty()).count();
        (gaps_in_order(counts.into_iter()), with_gaps as u64)
    }

    pub(crate) const fn all_gaps(&self) -> u64 {
        self.summary.slots.saturating_sub(self.summary.valid)
    }

    /// Whose tags to look at: quoted customers at random, the ones followed up last, and other tagged
    /// customers at random as far as these are too few. And how many were filled up.
    pub(crate) fn tag_sample(&self) -> (Vec<CustomerId>, u64) {
        let mut sample: BTreeSet<CustomerId> = self.quoted.ids().map(CustomerId::from).collect();
        sample.extend(self.last_follow_ups.iter().map(|(_, id)| id.clone()));
        let before = sample.len();
        for id in self.tagged_sample.ids() {
            if sample.len() >= self.tag_sample_size {
                break;
            }
            sample.insert(CustomerId::from(id));
        }
        let filled_up = (sample.len() - before) as u64;
        (sample.into_iter().collect(), filled_up)
    }

    /// The most used tag's uses.
    pub(crate) fn largest_tag(&self) -> Option<u64> {
        self.tags.values().map(|(uses, _)| *uses).max()
    }

    pub(crate) fn tag_figures(&self, names: &BTreeMap<TagId, String>) -> TagFigures {
        let mut tags: Vec<TagCount> = self
            .tags
            .iter()
            .map(|(tag, (customers, overdue))| TagCount {
                tag: tag.clone(),
                name: names.get(tag).cloned(),
                customers: *customers,
                overdue: *overdue,
                percent: tidy(*customers as f64 * 100.0 / self.figures.active.max(1) as f64),
            })
            .collect();
        tags.sort_by_key(|tag| Reverse(tag.customers));
        TagFigures {
            tagged: self.tagged,
            untagged: self.figures.active.saturating_sub(self.tagged),
            set: 0,
            removed: 0,
            tags,
        }
    }

    pub(crate) fn priority_figures(&self) -> PriorityFigures {
        PriorityFigures {
            levels: self.levels.values().copied().collect(),
            queue: self.queue.values().cloned().collect(),
        }
    }

    pub(crate) fn figures(&self) -> CustomerFigures {
        let mut languages: Vec<(String, u64)> =
            self.languages.iter().map(|(language, count)| (language.clone(), *count)).collect();
        languages.sort_by_key(|(_, count)| Reverse(*count));
        languages.truncate(self.top);
        let missing = |counts: &FieldCounts| counts.missing + counts.invalid;
        CustomerFigures {
            completeness: self.summary.share().map(|share| tidy(share * 100.0)),
            complete: self.summary.complete,
            gaps: gaps_in_order(
                self.summary.fields.iter().map(|(field, counts)| (field.clone(), missing(counts))),
            ),
            by_owner: self.groups(self.summary.owners.iter().map(|(name, group)| (name.as_str(), group))),
            by_source: self
                .groups(by_kind_of_source(&self.summary).iter().map(|(name, group)| (*name, group))),
            languages,
            stages: self.stages.iter().map(|(stage, count)| (*stage, *count)).collect(),
            ..self.figures.clone()
        }
    }

    fn groups<'a>(&self, groups: impl Iterator<Item = (&'a str, &'a GroupCounts)>) -> Vec<GroupCompleteness> {
        let mut groups: Vec<GroupCompleteness> = groups
            .map(|(name, group)| GroupCompleteness {
                name: if name.is_empty() { "-".to_owned() } else { name.to_owned() },
                customers: group.customers,
                percent: tidy(group.share().unwrap_or_default() * 100.0),
            })
            .collect();
        groups.sort_by(|a, b| a.percent.total_cmp(&b.percent));
        groups.truncate(self.top);
        groups
    }
}

fn gaps_in_order(counts: impl Iterator<Item = (FieldName, u64)>) -> Vec<FieldGap> {
    let mut gaps: Vec<FieldGap> = counts
        .filter(|(_, missing)| *missing > 0)
        .map(|(field, missing)| FieldGap { field, missing })
        .collect();
    gaps.sort_by_key(|gap| Reverse(gap.missing));
    gaps
}

/// Imports by their file; agents, rules and messages all together.
fn by_kind_of_source(summary: &CompletenessSummary) -> BTreeMap<&str, GroupCounts> {
    let mut kinds: BTreeMap<&str, GroupCounts> = BTreeMap::new();
    for (source, group) in &summary.sources {
        let source = source.as_str();
        let kind =
            if source.starts_with(IMPORTED) { source } else { source.split(':').next().unwrap_or_default() };
        let sum = kinds.entry(kind).or_default();
        sum.customers += group.customers;
        sum.slots += group.slots;
        sum.valid += group.valid;
    }
    kinds
}

/// Enough to tell a customer from the others of a list: many who write have shown no name.
fn shown_name(customer: &Customer) -> String {
    let name = customer.text(&FieldName::Name).map(mask_name);
    name.or_else(|| customer.identifiers.first().map(mask_identifier)).unwrap_or_default()
}
