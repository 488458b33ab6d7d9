//! What a consent ledger says, and how two ledgers become one.

use chrono::{DateTime, Utc};

use super::consent::{ConsentAction, ConsentEntry, Purpose};
use crate::customer::{Customer, IMPORTED};
use crate::foundation::Reason;
use crate::transport::Channel;

/// Where a customer stands on one purpose and channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Whether a message may be sent.
    pub allowed: bool,
    /// The entry that decided, by its place in the ledger; `None` if no entry covers the question.
    pub entry: Option<usize>,
    /// Why: `consent.given`, `consent.withdrawn`, `consent.missing` or `consent.not_needed`.
    pub reason: Reason,
}

/// Where a customer stands on one purpose and channel.
///
/// The latest entry that covers both counts, whether it names the channel or all of them; of entries at one
/// instant a withdrawal counts. An entry without a purpose covers marketing and transactional messages, not
/// service: the answer to a customer's own question needs no consent and may still be sent after an opt-out.
/// Only an entry that names service withdraws it. Without an entry, service is allowed and the others are
/// not. Linear.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::customer::Customer;
/// use scrm_core::foundation::CustomerId;
/// use scrm_core::transport::Channel;
/// use scrm_core::trust::{consent::Purpose, record_opt_out, standing};
///
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let mut customer = Customer::new(CustomerId::new("c_1"), now);
/// record_opt_out(&mut customer, "message:m_1", None, now);
/// assert!(!standing(&customer.consents, Purpose::Marketing, Channel::Whatsapp).allowed);
/// assert!(standing(&customer.consents, Purpose::Service, Channel::Whatsapp).allowed);
/// ```
#[must_use]
pub fn standing(ledger: &[ConsentEntry], purpose: Purpose, channel: Channel) -> Standing {
    let latest = latest(ledger, purpose, channel);
    let (allowed, code) = decide(latest.map(|(_, entry)| entry), purpose);
    let mut reason = Reason::new(code).with("purpose", purpose.as_str()).with("channel", channel.as_str());
    if let Some((_, entry)) = latest {
        reason = reason.with("since", entry.at);
    }
    Standing { allowed, entry: latest.map(|(index, _)| index), reason }
}

/// Whether a customer agrees to a purpose through every channel that they spoke of; nothing where they said nothing.
/// Who has withdrawn one channel and agreed to another has not agreed to all.
pub(crate) fn agrees_everywhere(ledger: &[ConsentEntry], purpose: Purpose) -> Option<bool> {
    let mut said = ledger.iter().filter(|entry| is_about(entry, purpose)).peekable();
    said.peek()?;
    Some(said.all(|entry| {
        let latest = latest_where(ledger, |other| {
            is_about(other, purpose) && (other.channel.is_none() || other.channel == entry.channel)
        });
        latest.is_some_and(|(_, latest)| latest.action == ConsentAction::Given)
    }))
}

/// Whether a customer had withdrawn consent before an instant and has not given it again.
pub(crate) fn had_opted_out(
    ledger: &[ConsentEntry],
    purpose: Purpose,
    channel: Channel,
    at: DateTime<Utc>,
) -> bool {
    let standing = standing(ledger, purpose, channel);
    let entry = standing.entry.and_then(|entry| ledger.get(entry));
    !standing.allowed && entry.is_some_and(|entry| entry.at < at)
}

/// Whether a message may be sent, as [`standing`] says, without the reason.
pub(crate) fn is_allowed(ledger: &[ConsentEntry], purpose: Purpose, channel: Channel) -> bool {
    decide(latest(ledger, purpose, channel).map(|(_, entry)| entry), purpose).0
}

/// The entry that decides, with its place in the ledger.
fn latest(ledger: &[ConsentEntry], purpose: Purpose, channel: Channel) -> Option<(usize, &ConsentEntry)> {
    latest_where(ledger, |entry| covers(entry, purpose, channel))
}

/// The latest of some entries; of two at one instant the withdrawal.
fn latest_where(
    ledger: &[ConsentEntry],
    counts: impl Fn(&ConsentEntry) -> bool,
) -> Option<(usize, &ConsentEntry)> {
    let counted = ledger.iter().enumerate().filter(|(_, entry)| counts(entry));
    counted.max_by_key(|(index, entry)| (entry.at, entry.action == ConsentAction::Withdrawn, *index))
}

fn decide(latest: Option<&ConsentEntry>, purpose: Purpose) -> (bool, &'static str) {
    match latest.map(|entry| entry.action) {
        Some(ConsentAction::Given) => (true, "consent.given"),
        Some(ConsentAction::Withdrawn) => (false, "consent.withdrawn"),
        None if purpose == Purpose::Service => (true, "consent.not_needed"),
        None => (false, "consent.missing"),
    }
}

fn covers(entry: &ConsentEntry, purpose: Purpose, channel: Channel) -> bool {
    is_about(entry, purpose) && entry.channel.is_none_or(|named| named == channel)
}

fn is_about(entry: &ConsentEntry, purpose: Purpose) -> bool {
    match entry.purpose {
        Some(named) => named == purpose,
        None => purpose != Purpose::Service,
    }
}

/// Whether a list would give back what was withdrawn: by the customer, an agent or the platform. What a list itself withdrew
/// a later list may give.
pub(crate) fn overrules_withdrawal(ledger: &[ConsentEntry], listed: &ConsentEntry) -> bool {
    listed.action == ConsentAction::Given
        && ledger
            .iter()
            .filter(|entry| entry.action == ConsentAction::Withdrawn && !is_of_list(entry))
            .filter(|withdrawn| overlap(withdrawn, listed))
            .any(|withdrawn| {
                let since = latest_where(ledger, |entry| overlap(entry, withdrawn));
                since.is_some_and(|(_, latest)| latest.action == ConsentAction::Withdrawn)
            })
}

fn is_of_list(entry: &ConsentEntry) -> bool {
    entry.source.starts_with(IMPORTED)
}

/// Puts an entry into its place in the order of time; says whether the ledger changed.
///
/// A withdrawal may become known after a list gave consent at a later time. It then counts from the list's time on, unless the
/// customer has given consent since: a list gives nothing back that was withdrawn, whichever of the two becomes known first.
pub(crate) fn add_entry(ledger: &mut Vec<ConsentEntry>, mut entry: ConsentEntry) -> bool {
    if entry.action == ConsentAction::Withdrawn {
        let later = |other: &&ConsentEntry| {
            other.action == ConsentAction::Given && other.at > entry.at && overlap(other, &entry)
        };
        let (listed, said): (Vec<_>, Vec<_>) =
            ledger.iter().filter(later).partition(|other| is_of_list(other));
        let last_listed = listed.iter().map(|other| other.at).max().filter(|_| said.is_empty());
        entry.at = last_listed.unwrap_or(entry.at);
    }
    if ledger.contains(&entry) {
        return false;
    }
    let place = ledger.partition_point(|present| present.at <= entry.at);
    ledger.insert(place, entry);
    true
}

/// Whether two entries speak of one purpose and channel at least.
fn overlap(one: &ConsentEntry, other: &ConsentEntry) -> bool {
    let purposes = match other.purpose {
        Some(named) => is_about(one, named),
        None => one.purpose.is_none_or(|named| is_about(other, named)),
    };
    purposes && (one.channel.is_none() || other.channel.is_none() || one.channel == other.channel)
}

/// The entries of two ledgers in the order of time, each once; of entries at one instant the withdrawals
/// last. Nothing is lost, and nothing is decided: see [`merge_ledgers`].
#[must_use]
pub fn strictest_union(left: &[ConsentEntry], right: &[ConsentEntry]) -> Vec<ConsentEntry> {
    let mut union: Vec<ConsentEntry> = Vec::with_capacity(left.len() + right.len());
    for entry in left.iter().chain(right) {
        if !union.contains(entry) {
            union.push(entry.clone());
        }
    }
    union.sort_by_key(|entry| (entry.at, entry.action == ConsentAction::Withdrawn));
    union
}

/// Joins the ledgers of two customers who turn out to be one: the stricter consent wins.
///
/// Every entry is kept. Where one of the two had withdrawn and the other's later consent would now cover
/// that, an explicit withdrawal from `source`, such as `merge:<id>`, is added at `now`, so that nobody is
/// written to against their word; a person can still give consent afresh. A purpose that one ledger says
/// nothing about keeps the other's standing.
///
/// ```
/// use chrono::{TimeDelta, TimeZone, Utc};
/// use scrm_core::customer::Customer;
/// use scrm_core::foundation::CustomerId;
/// use scrm_core::transport::Channel;
/// use scrm_core::trust::{consent::Purpose, merge_ledgers, record_opt_in, record_opt_out, standing};
///
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let (mut anna, mut also_anna) = (
///     Customer::new(CustomerId::new("c_1"), now),
///     Customer::new(CustomerId::new("c_2"), now),
/// );
/// record_opt_out(&mut anna, "message:m_1", None, now);
/// record_opt_in(&mut also_anna, "import:fair", None, now + TimeDelta::days(1));
/// let joined = merge_ledgers(&anna.consents, &also_anna.consents, "merge:g_1", now + TimeDelta::days(2));
/// assert!(!standing(&joined, Purpose::Marketing, Channel::Whatsapp).allowed);
/// assert_eq!(joined.len(), 3);
/// ```
#[must_use]
pub fn merge_ledgers(
    left: &[ConsentEntry],
    right: &[ConsentEntry],
    source: &str,
    now: DateTime<Utc>,
) -> Vec<ConsentEntry> {
    let mut union = strictest_union(left, right);
    #[cfg(plant)]
    if crate::foundation::plant::is_active("d4") {
        return union;
    }
    // An entry from the future must not outlast the withdrawal.
    let at = union.iter().map(|entry| entry.at).fold(now, Ord::max);
    let lost = |purpose: Purpose| -> Vec<Channel> {
        Channel::ALL.into_iter().filter(|channel| is_lost(left, right, &union, purpose, *channel)).collect()
    };
    let [service, transactional, marketing] = Purpose::ALL.map(lost);
    // An entry without a purpose covers both at once.
    let withdrawals = if transactional == marketing {
        vec![(Some(Purpose::Service), service), (None, marketing)]
    } else {
        vec![
            (Some(Purpose::Service), service),
            (Some(Purpose::Transactional), transactional),
            (Some(Purpose::Marketing), marketing),
        ]
    };
    for (purpose, channels) in withdrawals {
        let everywhere = channels.len() == Channel::ALL.len();
        let channels = if everywhere { vec![None] } else { channels.into_iter().map(Some).collect() };
        union.extend(channels.into_iter().map(|channel| ConsentEntry {
            at,
            action: ConsentAction::Withdrawn,
            purpose,
            channel,
            source: source.to_owned(),
            text_version: None,
        }));
    }
    union
}

/// Whether one of two ledgers refuses what both together would allow.
fn is_lost(
    left: &[ConsentEntry],
    right: &[ConsentEntry],
    union: &[ConsentEntry],
    purpose: Purpose,
    channel: Channel,
) -> bool {
    let refuses = |ledger| {
        let standing = standing(ledger, purpose, channel);
        standing.entry.is_some() && !standing.allowed
    };
    (refuses(left) || refuses(right)) && standing(union, purpose, channel).allowed
}

/// Records that a customer wants no more messages that need consent, through one channel or, with `None`,
/// any. An opt-out by word should name no channel: who writes STOP does not mean "mail me instead".
///
/// `source` is the proof, such as `message:<id>`. The same report twice is kept once; the result says whether
/// the ledger changed. `at` is when the customer said so: the entry takes its place in the order of time, so a late report is still right.
pub fn record_opt_out(
    customer: &mut Customer,
    source: &str,
    channel: Option<Channel>,
    at: DateTime<Utc>,
) -> bool {
    record(customer, ConsentAction::Withdrawn, source, channel, at)
}

/// Records that a customer wants messages again; otherwise like [`record_opt_out`].
///
/// A word such as START says so only where the customer had opted out before: ask [`standing`] first, or an
/// answer to some other question becomes a consent to marketing.
pub fn record_opt_in(
    customer: &mut Customer,
    source: &str,
    channel: Option<Channel>,
    at: DateTime<Utc>,
) -> bool {
    record(customer, ConsentAction::Given, source, channel, at)
}

fn record(
    customer: &mut Customer,
    action: ConsentAction,
    source: &str,
    channel: Option<Channel>,
    at: DateTime<Utc>,
) -> bool {
    let entry =
        ConsentEntry { at, action, purpose: None, channel, source: source.to_owned(), text_version: None };
    let is_new = add_entry(&mut customer.consents, entry);
    if is_new {
        customer.updated_at = customer.updated_at.max(at);
    }
    is_new
}
