//! The tags of two records that turned out to be one customer.

use super::engine::TagEngine;
use crate::customer::{AppliedTag, TagPhase};

/// Joins the tags of two records of one customer: of a tag on both, the earlier setting stays and the later
/// confirmation counts; of an exclusive group, a person's choice stays before a rule's, then the tag that the
/// taxonomy lists first. The order of the two does not matter. Then look at the survivor's tags, as its fields changed too:
/// [`TagEngine::refresh_whole`].
///
/// ```
/// use scrm_core::foundation::time::Calendar;
/// use scrm_core::foundation::{Currency, CurrencyTable};
/// use scrm_core::tag::{TagConfig, TagEngine, merge_tags};
/// let currencies = CurrencyTable { base: Currency::parse("TWD").unwrap(), rates: Default::default() };
/// let engine = TagEngine::new(&TagConfig::standard(), Calendar::utc(), currencies)?;
/// assert!(merge_tags(&[], &[], &engine).is_empty());
/// # Ok::<(), scrm_core::tag::TagError>(())
/// ```
#[must_use]
pub fn merge_tags(a: &[AppliedTag], b: &[AppliedTag], engine: &TagEngine) -> Vec<AppliedTag> {
    let mut merged: Vec<AppliedTag> = Vec::with_capacity(a.len() + b.len());
    for applied in a.iter().chain(b) {
        match merged.iter_mut().find(|present| present.tag == applied.tag) {
            Some(present) => join(present, applied),
            None => merged.push(applied.clone()),
        }
    }
    let kept: Vec<bool> = merged.iter().map(|applied| wins_its_group(applied, &merged, engine)).collect();
    let mut kept = kept.into_iter();
    merged.retain(|_| kept.next().unwrap_or(true));
    merged.sort_by(|a, b| (a.set_at, &a.tag).cmp(&(b.set_at, &b.tag)));
    merged
}

fn join(present: &mut AppliedTag, other: &AppliedTag) {
    let confirmed_at = present.confirmed_at.max(other.confirmed_at);
    let rank = |applied: &AppliedTag| {
        let overdue_first = applied.phase != TagPhase::Overdue;
        (applied.set_at, applied.rule.clone(), overdue_first, applied.expires_at)
    };
    if rank(other) < rank(present) {
        *present = other.clone();
    }
    present.confirmed_at = confirmed_at;
}

fn wins_its_group(applied: &AppliedTag, all: &[AppliedTag], engine: &TagEngine) -> bool {
    let rank = |applied: &AppliedTag| {
        let (position, group) = engine.place(&applied.tag)?;
        Some((group?.to_owned(), (applied.rule.is_some(), position)))
    };
    let Some((group, own)) = rank(applied) else { return true };
    !all.iter().filter_map(rank).any(|(other_group, other)| other_group == group && other < own)
}
