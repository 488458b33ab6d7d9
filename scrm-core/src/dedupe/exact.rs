//! Matching by strong identifiers: the same one means the same customer, unless something contradicts it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::apart::Apart;
use super::config::{DedupeConfig, IdentifierClass};
use super::earlier_names::EarlierNames;
use super::error::DedupeError;
use super::names::{Doubt, NameComparison, compare_names, doubt_of};
use crate::customer::{Customer, Field, FieldName, FieldValue, Identifier, IdentifierKey, IdentifierKind};
use crate::foundation::{CustomerId, Decision, Reason};
use crate::store::{DuplicateReview, ReviewState};

/// What a row, a message or a form says about somebody who may be known already.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    /// Its fields; only the name is looked at.
    pub fields: &'a [(FieldName, Field)],
    /// Its identifiers.
    pub identifiers: &'a [Identifier],
}

impl<'a> Newcomer<'a> {
    /// A customer that was read but not stored yet.
    #[must_use]
    pub fn of(customer: &'a Customer) -> Self {
        Self { fields: &customer.fields, identifiers: &customer.identifiers }
    }

    fn name(&self) -> &'a str {
        let name = self.fields.iter().find(|(name, _)| *name == FieldName::Name);
        match name.map(|(_, field)| &field.value) {
            Some(FieldValue::Text(text)) => text,
            _ => "",
        }
    }
}

/// Where it belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Resolution {
    /// Nobody known: a new customer.
    Create,
    /// This customer.
    Join {
        /// Who.
        into: CustomerId,
    },
    /// This customer; others share an identifier and contradict it or each other, and go to review.
    JoinForReview {
        /// Who.
        into: CustomerId,
        /// Each is a pair for review with `into`.
        with: Vec<CustomerId>,
    },
    /// This customer, who turns out to be several records: they become one.
    JoinAndMerge {
        /// Who stays.
        into: CustomerId,
        /// Who is merged into it, in this order.
        absorb: Vec<CustomerId>,
        /// Each is a pair for review with `into`.
        review: Vec<CustomerId>,
    },
    /// A new customer; those who share an identifier with it contradict it and go to review.
    CreateForReview {
        /// Each is a pair for review with the new customer.
        with: Vec<CustomerId>,
    },
}

impl Resolution {
    /// The customer to join, or `None` for a new one.
    #[must_use]
    pub const fn joined(&self) -> Option<&CustomerId> {
        match self {
            Self::Create | Self::CreateForReview { .. } => None,
            Self::Join { into } | Self::JoinForReview { into, .. } | Self::JoinAndMerge { into, .. } => {
                Some(into)
            }
        }
    }

    /// The pairs that a person should look at. `customer` is whom the row went to: the new customer's id, or
    /// the one it joined. A pair that was reviewed before keeps its answer: write only those that are new.
    #[must_use]
    pub fn reviews(
        &self,
        customer: &CustomerId,
        reasons: &[Reason],
        now: DateTime<Utc>,
    ) -> Vec<DuplicateReview> {
        let with = match self {
            Self::Create | Self::Join { .. } => return Vec::new(),
            Self::JoinForReview { with, .. } | Self::CreateForReview { with } => with,
            Self::JoinAndMerge { review, .. } => review,
        };
        let others = with.iter().filter(|other| *other != customer);
        others.map(|other| review_of(customer, other, reasons.to_vec(), now)).collect()
    }
}

fn review_of(
    left: &CustomerId,
    right: &CustomerId,
    reasons: Vec<Reason>,
    now: DateTime<Utc>,
) -> DuplicateReview {
    let (first, second) = if left <= right { (left, right) } else { (right, left) };
    let (first, second) = (first.clone(), second.clone());
    DuplicateReview { v: 1, first, second, at: now, reasons, state: ReviewState::Open }
}

#[derive(Debug)]
pub(super) struct Rules {
    /// Position in the matching order, by class.
    rank: [Option<u8>; IdentifierClass::COUNT],
    /// Whether people share it, by class.
    shareable: [bool; IdentifierClass::COUNT],
    pub(super) shared_key_limit: usize,
}

impl Rules {
    pub(super) fn rank(&self, kind: &IdentifierKind) -> Option<u8> {
        self.rank.get(IdentifierClass::of(kind) as usize).copied().flatten()
    }

    pub(super) fn is_shareable(&self, kind: &IdentifierKind) -> bool {
        self.shareable.get(IdentifierClass::of(kind) as usize).copied().unwrap_or(true)
    }
}

/// Decides by strong identifiers. Immutable, cheap to clone.
#[derive(Clone, Debug)]
pub struct ExactDedupe {
    pub(super) rules: Arc<Rules>,
}

/// How a customer who shares an identifier stands to what comes in.
struct Link<'a> {
    holder: &'a Customer,
    rank: u8,
    standing: Standing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The same customer.
    Same,
    /// Shares an identifier and contradicts.
    Contradicting,
    /// Shares only an identifier that too many share.
    Unrelated,
}

impl ExactDedupe {
    /// Checks and compiles the section.
    ///
    /// # Errors
    /// [`DedupeError::Config`] with the field's path: a class listed twice, a shareable class that is not
    /// strong, a `shared_key_limit` below 2.
    pub fn new(config: &DedupeConfig) -> Result<Self, DedupeError> {
        let wrong = |field: String, problem| Err(DedupeError::Config { field, problem });
        let exact = &config.exact;
        let mut rank = [None; IdentifierClass::COUNT];
        for (position, class) in exact.strong.iter().enumerate() {
            let slot = rank.get_mut(*class as usize).filter(|slot| slot.is_none());
            let (Some(slot), Ok(position)) = (slot, u8::try_from(position)) else {
                return wrong(format!("exact.strong[{position}]"), "is listed twice");
            };
            *slot = Some(position);
        }
        let mut shareable = [false; IdentifierClass::COUNT];
        for (position, class) in exact.shareable.iter().enumerate() {
            if rank.get(*class as usize).copied().flatten().is_none() {
                return wrong(format!("exact.shareable[{position}]"), "is not listed in `strong`");
            }
            if let Some(slot) = shareable.get_mut(*class as usize) {
                *slot = true;
            }
        }
        if exact.shared_key_limit < 2 {
            return wrong("exact.shared_key_limit".to_owned(), "must be at least 2");
        }
        let sources = &config.survivorship.source_order;
        if let Some(position) = sources.iter().position(|source| source.trim().is_empty()) {
            return wrong(format!("survivorship.source_order[{position}]"), "is empty");
        }
        let shared_key_limit = usize::try_from(exact.shared_key_limit).unwrap_or(usize::MAX);
        Ok(Self { rules: Arc::new(Rules { rank, shareable, shared_key_limit }) })
    }

    /// Where a row, a message or a form belongs, given every known customer that shares a key with it.
    ///
    /// A holder of the same strong identifier is the same customer, unless
    /// - the two have different ids in one system: always a contradiction; or
    /// - they share shareable identifiers only (a number, an address) and their names contradict each other or are in
    ///   scripts that cannot be compared ([`compare_names`]): review. A name of somebody who was merged into the holder
    ///   (`earlier`) is the holder's too; or
    /// - so many customers carry the identifier (`shared_key_limit`) that it is nobody's own: then only
    ///   a holder of the very same name is joined, and nobody is sent to review.
    ///
    /// A different scoped id is no contradiction: it changes with the person's number. Of several holders the
    /// one found by the class that stands first in `strong` is joined, then the one known longest; the others
    /// are merged into it, unless they contradict it or each other or were told apart (`apart`).
    ///
    /// Without holders the answer is [`Resolution::Create`] and allocates nothing.
    ///
    /// ```
    /// use scrm_core::dedupe::{Apart, DedupeConfig, EarlierNames, ExactDedupe, Newcomer, Resolution};
    /// let dedupe = ExactDedupe::new(&DedupeConfig::standard()).unwrap();
    /// let row = Newcomer { fields: &[], identifiers: &[] };
    /// let decision = dedupe.resolve(&row, &[], &Apart::default(), &EarlierNames::default());
    /// assert_eq!(decision.value, Resolution::Create);
    /// ```
    pub fn resolve(
        &self,
        newcomer: &Newcomer<'_>,
        holders: &[&Customer],
        apart: &Apart,
        earlier: &EarlierNames,
    ) -> Decision<Resolution> {
        if holders.is_empty() {
            return Decision { value: Resolution::Create, reasons: Vec::new(), effects: Vec::new() };
        }
        let mut reasons = Vec::new();
        let mut links = self.links(newcomer, holders, earlier, &mut reasons);
        links.sort_by(|a, b| {
            let order = |link: &Link<'_>| (link.rank, link.holder.created_at);
            order(a).cmp(&order(b)).then_with(|| a.holder.id.cmp(&b.holder.id))
        });
        links.dedup_by(|later, earlier| later.holder.id == earlier.holder.id);
        let mut same = links.iter().filter(|link| link.standing == Standing::Same).map(|link| link.holder);
        let mut review: Vec<CustomerId> = links
            .iter()
            .filter(|link| link.standing == Standing::Contradicting)
            .map(|link| link.holder.id.clone())
            .collect();
        let value = if let Some(into) = same.next() {
            let mut together = vec![into];
            for holder in same {
                match together.iter().find_map(|member| refusal(member, holder, apart, earlier)) {
                    None => together.push(holder),
                    Some(reason) => {
                        push_new(&mut reasons, reason);
                        review.push(holder.id.clone());
                    }
                }
            }
            review.retain(|other| !apart.contains(&into.id, other));
            review.sort_unstable();
            let into = into.id.clone();
            let absorb: Vec<_> = together.iter().skip(1).map(|holder| holder.id.clone()).collect();
            match (absorb.is_empty(), review.is_empty()) {
                (true, true) => Resolution::Join { into },
                (true, false) => Resolution::JoinForReview { into, with: review },
                (false, _) => Resolution::JoinAndMerge { into, absorb, review },
            }
        } else if review.is_empty() {
            Resolution::Create
        } else {
            review.sort_unstable();
            Resolution::CreateForReview { with: review }
        };
        Decision { value, reasons, effects: Vec::new() }
    }

    /// The holders among whom [`resolve`](Self::resolve) may join, merge or send to review: whether a person
    /// told two of them apart must be known. Where many share an identifier, they are few.
    ///
    /// ```
    /// use scrm_core::dedupe::{DedupeConfig, ExactDedupe, Newcomer};
    /// let dedupe = ExactDedupe::new(&DedupeConfig::standard()).unwrap();
    /// let row = Newcomer { fields: &[], identifiers: &[] };
    /// assert!(dedupe.related(&row, &[]).is_empty());
    /// ```
    #[must_use]
    pub fn related<'a>(&self, newcomer: &Newcomer<'_>, holders: &[&'a Customer]) -> Vec<&'a Customer> {
        let links = self.links(newcomer, holders, &EarlierNames::default(), &mut Vec::new());
        let related = links.into_iter().filter(|link| link.standing != Standing::Unrelated);
        related.map(|link| link.holder).collect()
    }

    fn links<'a>(
        &self,
        newcomer: &Newcomer<'_>,
        holders: &[&'a Customer],
        earlier: &EarlierNames,
        reasons: &mut Vec<Reason>,
    ) -> Vec<Link<'a>> {
        let crowded: Vec<bool> =
            newcomer.identifiers.iter().map(|identifier| self.is_crowded(identifier, holders)).collect();
        holders
            .iter()
            .filter(|holder| holder.merged_into.is_none())
            .filter_map(|holder| self.link(newcomer, holder, &crowded, earlier, reasons))
            .collect()
    }

    /// `crowded_identifiers` says of each of the newcomer's identifiers whether it is nobody's own.
    fn link<'a>(
        &self,
        newcomer: &Newcomer<'_>,
        holder: &'a Customer,
        crowded_identifiers: &[bool],
        earlier: &EarlierNames,
        reasons: &mut Vec<Reason>,
    ) -> Option<Link<'a>> {
        let mut best: Option<(u8, &IdentifierKind)> = None;
        let (mut own, mut crowded) = (false, false);
        for (identifier, is_crowded) in newcomer.identifiers.iter().zip(crowded_identifiers) {
            let Some(rank) = self.rules.rank(&identifier.kind) else { continue };
            if !holder.has_identifier(&identifier.key) {
                continue;
            }
            if *is_crowded {
                crowded = true;
                continue;
            }
            own |= !self.rules.is_shareable(&identifier.kind);
            if best.is_none_or(|(present, _)| rank < present) {
                best = Some((rank, &identifier.kind));
            }
        }
        let doubt = || doubt_of(std::iter::once(newcomer.name()), names_of(holder, earlier));
        let has_same_name = || {
            let name = holder.text(&FieldName::Name).unwrap_or_default();
            compare_names(newcomer.name(), name) == NameComparison::Same
        };
        let system = different_system_ids(newcomer.identifiers, &holder.identifiers);
        let (rank, standing, reason) = match best {
            Some((rank, kind)) => {
                let kind = kind.as_str();
                if let Some(system) = system {
                    let reason = Reason::new("dedupe.different_system_ids").with("system", system);
                    (rank, Standing::Contradicting, reason)
                } else if !own
                    && !planted_name_blindness()
                    && let Some(doubt) = doubt()
                {
                    (rank, Standing::Contradicting, Reason::new(doubt.code()).with("identifier", kind))
                } else {
                    (rank, Standing::Same, Reason::new("dedupe.same_identifier").with("identifier", kind))
                }
            }
            None if crowded && system.is_none() && has_same_name() => {
                (u8::MAX, Standing::Same, Reason::new("dedupe.shared_identifier_same_name"))
            }
            None if crowded => (
                u8::MAX,
                Standing::Unrelated,
                Reason::new("dedupe.shared_identifier").with("limit", self.rules.shared_key_limit),
            ),
            None => return None,
        };
        push_new(reasons, reason);
        Some(Link { holder, rank, standing })
    }

    /// Whether an identifier that people share is carried by too many customers to be anybody's own.
    fn is_crowded(&self, identifier: &Identifier, holders: &[&Customer]) -> bool {
        self.rules.is_shareable(&identifier.kind)
            && holders.len() >= self.rules.shared_key_limit
            && holders.iter().filter(|holder| holder.has_identifier(&identifier.key)).count()
                >= self.rules.shared_key_limit
    }
}

/// Planted defect d3: names that contradict each other are overlooked.
pub(super) fn planted_name_blindness() -> bool {
    #[cfg(plant)]
    if crate::foundation::plant::is_active("d3") {
        return true;
    }
    false
}

fn push_new(reasons: &mut Vec<Reason>, reason: Reason) {
    if !reasons.contains(&reason) {
        reasons.push(reason);
    }
}

/// Why two known customers must not be merged by themselves.
fn refusal(left: &Customer, right: &Customer, apart: &Apart, earlier: &EarlierNames) -> Option<Reason> {
    if apart.contains(&left.id, &right.id) {
        return Some(Reason::new("dedupe.told_apart"));
    }
    if let Some(system) = different_system_ids(&left.identifiers, &right.identifiers) {
        return Some(Reason::new("dedupe.different_system_ids").with("system", system));
    }
    let doubt = doubt_of(names_of(left, earlier), names_of(right, earlier));
    doubt.map(|doubt| Reason::new(doubt.code()))
}

/// Whether a reason says that names kept two apart.
pub(crate) fn is_doubt(reason: &Reason) -> bool {
    [Doubt::Contradicting, Doubt::Incomparable].iter().any(|doubt| reason.code == doubt.code())
}

/// A customer's name, which may be empty, and those that it went by before merges.
fn names_of<'a>(customer: &'a Customer, earlier: &'a EarlierNames) -> impl Iterator<Item = &'a str> {
    std::iter::once(customer.text(&FieldName::Name).unwrap_or_default()).chain(earlier.of(&customer.id))
}

/// The first system in which two customers have different ids. One customer has at most one id per system; a
/// record that carries two already contradicts only those who would bring a third.
pub(crate) fn different_system_ids<'a>(left: &'a [Identifier], right: &'a [Identifier]) -> Option<&'a str> {
    left.iter().find_map(|identifier| {
        let IdentifierKind::System(system) = &identifier.kind else { return None };
        let has = |all: &[Identifier], key: &IdentifierKey| all.iter().any(|other| other.key == *key);
        let of_system = |all: &'a [Identifier]| all.iter().filter(|other| other.kind == identifier.kind);
        let right_has_system = of_system(right).next().is_some();
        let within = of_system(left).all(|one| has(right, &one.key))
            || of_system(right).all(|one| has(left, &one.key));
        (right_has_system && !within).then_some(system.as_str())
    })
}
