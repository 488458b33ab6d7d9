//! Identities: newtypes over short strings, minted from content instead of chance.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::hash::fingerprint;

macro_rules! ids {
    ($text:ty: $($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(#[cfg_attr(feature = "schema", schemars(with = "String"))] $text);

        impl $name {
            /// Wraps an id that the caller minted.
            #[must_use]
            pub fn new(id: impl AsRef<str>) -> Self {
                Self(id.as_ref().into())
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self::new(id)
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id.into())
            }
        }
    )+};
}

ids! { CompactString:
    /// A customer, for ever: a merged customer's id keeps leading to the survivor.
    CustomerId,
    /// One customer's thread with one of the workspace's numbers on one channel.
    ConversationId,
    /// One message, in or out.
    MessageId,
    /// A message waiting to be handed to a transport; doubles as its idempotency key.
    OutboxId,
    /// Something that happened. The same fact reported twice has the same id.
    EventId,
    /// A stored decision.
    DecisionId,
    /// One merge of two customers, to be undone by this id.
    MergeId,
    /// A keyword group that mining proposed: the same terms have the same id.
    ProposalId,
    /// A person who works in the workspace.
    AgentId,
    /// One of the workspace's own numbers or addresses.
    AccountId,
}

// Names that every customer repeats: a copy of one is a pointer.
ids! { Arc<str>:
    /// A rule of the playbook, by the name the playbook gives it.
    RuleId,
    /// A tag of the playbook's taxonomy.
    TagId,
    /// A saved segment of the playbook.
    SegmentId,
    /// A timer. Setting a timer under a key that exists moves it.
    TimerKey,
}

/// A provider's own id for a message. WhatsApp's carry the phone number in base64, so `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExternalId(#[cfg_attr(feature = "schema", schemars(with = "String"))] CompactString);

impl ExternalId {
    /// Wraps a provider's id.
    #[must_use]
    pub fn new(id: impl AsRef<str>) -> Self {
        Self(CompactString::new(id))
    }

    /// The id as the provider wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = fingerprint(&[self.0.as_bytes()]).as_u64() >> 32;
        write!(f, "ExternalId(#{short:08x})")
    }
}

impl From<&str> for ExternalId {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

/// What an id is for; its prefix makes a stray id readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    /// `c_`
    Customer,
    /// `v_`
    Conversation,
    /// `o_`
    Outbox,
    /// `e_`
    Event,
    /// `d_`
    Decision,
    /// `g_`
    Merge,
}

impl IdKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Customer => "c_",
            Self::Conversation => "v_",
            Self::Outbox => "o_",
            Self::Event => "e_",
            Self::Decision => "d_",
            Self::Merge => "g_",
        }
    }
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Bytes of a minted id: as many as are kept without an allocation.
const ID_BYTES: usize = 24;

/// Whether a text has the form of the ids that are minted here. What hosts ask for may be anything else.
pub(crate) fn is_own_id(text: &str) -> bool {
    text.len() == ID_BYTES
        && text.split_once('_').is_some_and(|(prefix, digits)| {
            prefix.len() == 1
                && prefix.bytes().all(|letter| letter.is_ascii_lowercase())
                && digits.bytes().all(|digit| ALPHABET.contains(&digit))
        })
}

/// A prefix and numbers of so many base-32 digits each, which make [`ID_BYTES`] together.
fn spell(prefix: &str, numbers: &[(u64, usize)]) -> CompactString {
    let mut id = [b'0'; ID_BYTES];
    let (start, mut rest) = id.split_at_mut(prefix.len().min(ID_BYTES));
    start.copy_from_slice(prefix.as_bytes().get(..start.len()).unwrap_or_default());
    for (number, digits) in numbers {
        let (place, after) = rest.split_at_mut((*digits).min(rest.len()));
        let mut left = *number;
        for digit in place.iter_mut().rev() {
            *digit = ALPHABET.get((left & 31) as usize).copied().unwrap_or(b'0');
            left >>= 5;
        }
        rest = after;
    }
    CompactString::from_utf8(id).unwrap_or_default()
}

/// Mints an id from content: a prefix, nine base-32 digits of `now` in milliseconds, six of `ordinal`
/// (a row or batch position) and seven of a [`fingerprint`] of `parts`. 24 bytes, sorted by time.
///
/// Replaying the same facts mints the same ids, on every machine.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::foundation::{IdKind, derive_id};
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let id = derive_id(IdKind::Customer, now, 0, &[b"row"]);
/// assert_eq!(id.len(), 24);
/// assert!(id.starts_with("c_"));
/// assert_eq!(id, derive_id(IdKind::Customer, now, 0, &[b"row"]));
/// ```
#[must_use]
pub fn derive_id(kind: IdKind, now: DateTime<Utc>, ordinal: u32, parts: &[&[u8]]) -> CompactString {
    let milliseconds = now.timestamp_millis().max(0).unsigned_abs();
    spell(kind.prefix(), &[(milliseconds, 9), (u64::from(ordinal), 6), (fingerprint(parts).as_u64(), 7)])
}

impl CustomerId {
    /// Whether a text is an id of the form that workspaces give to customers.
    pub(crate) fn is_minted(text: &str) -> bool {
        text.starts_with(IdKind::Customer.prefix()) && is_own_id(text)
    }
}

impl MessageId {
    /// The id of a provider's message: the same however often the provider delivers it.
    ///
    /// ```
    /// use scrm_core::foundation::{AccountId, ExternalId, MessageId};
    /// let account = AccountId::new("main");
    /// let first = MessageId::from_external("whatsapp", &account, &ExternalId::new("wamid.A"));
    /// assert_eq!(first, MessageId::from_external("whatsapp", &account, &ExternalId::new("wamid.A")));
    /// assert_eq!(first.as_str().len(), 24);
    /// ```
    #[must_use]
    pub fn from_external(channel: &str, account: &AccountId, external: &ExternalId) -> Self {
        let parts = [channel.as_bytes(), account.as_str().as_bytes(), external.as_str().as_bytes()];
        Self(of_content("m_", &parts))
    }
}

impl ProposalId {
    /// The id of what is proposed, by its content alone.
    ///
    /// ```
    /// use scrm_core::foundation::ProposalId;
    /// let id = ProposalId::of_content(&[b"repair"]);
    /// assert_eq!((id.as_str().len(), id.as_str().get(..2)), (24, Some("p_")));
    /// assert_eq!(id, ProposalId::of_content(&[b"repair"]));
    /// ```
    #[must_use]
    pub fn of_content(parts: &[&[u8]]) -> Self {
        Self(of_content("p_", parts))
    }
}

/// A prefix and 110 bits of a [`fingerprint`] of `parts`.
fn of_content(prefix: &str, parts: &[&[u8]]) -> CompactString {
    let content = fingerprint(parts);
    let [high, low] = [0_usize, 8].map(|start| {
        content.0.iter().skip(start).take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte))
    });
    spell(prefix, &[(high >> 9, 11), (low >> 9, 11)])
}

macro_rules! derived {
    ($($name:ident => $kind:ident),+) => {$(
        impl $name {
            /// Mints the id from content; see [`derive_id`].
            #[must_use]
            pub fn derive(now: DateTime<Utc>, ordinal: u32, parts: &[&[u8]]) -> Self {
                Self(derive_id(IdKind::$kind, now, ordinal, parts))
            }
        }
    )+};
}

derived! {
    CustomerId => Customer, ConversationId => Conversation, OutboxId => Outbox,
    EventId => Event, DecisionId => Decision, MergeId => Merge
}
