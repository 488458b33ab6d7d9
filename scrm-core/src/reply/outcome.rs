//! What goes into a decision about a turn, and what comes out.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::consent_said::{OPT_IN, OPT_OUT};
use super::decide::HIGH_VALUE;
use crate::customer::Customer;
use crate::desk::Conversation;
use crate::foundation::text::Language;
use crate::foundation::{MessageId, RuleId};

/// A customer's wish to have messages again, and the message that says it: its proof.
///
/// ```
/// use chrono::DateTime;
/// use scrm_core::reply::Resumption;
/// let resumed = Resumption { at: DateTime::UNIX_EPOCH, message: "m_1".into() };
/// assert_eq!(resumed.message.as_str(), "m_1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resumption {
    /// When it was said.
    pub at: DateTime<Utc>,
    /// By which message.
    pub message: MessageId,
}

/// A turn to decide about.
#[derive(Clone, Copy, Debug)]
pub struct TurnInput<'a> {
    /// The thread, after [`desk::receive`](crate::desk::receive) took the message in.
    pub conversation: &'a Conversation,
    /// Who wrote.
    pub customer: &'a Customer,
    /// The message that came in last; named as the proof of an opt-out.
    pub message: &'a MessageId,
    /// When the customer said it: consent follows that, in whatever order messages come in.
    pub said_at: DateTime<Utc>,
    /// That the customer asked for messages again after this message, where it comes late.
    pub resumed: Option<&'a Resumption>,
    /// Whether the customer never wrote before this turn.
    pub first_contact: bool,
    /// How long customers wait for a person at the moment, where that is known.
    pub average_wait: Option<TimeDelta>,
    /// Whether the reply to this turn ([`Turn::reply`](crate::desk::Turn)) is on its way or gone.
    pub reply_left: bool,
}

/// What a decision reads besides the thread, which it changes in place; see [`TurnInput`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances<'a> {
    pub(crate) customer: &'a Customer,
    pub(crate) message: &'a MessageId,
    /// What the message says by itself, nothing where it has no words; `None` where only the turn as a whole is known.
    pub(crate) words: Option<&'a str>,
    pub(crate) said_at: DateTime<Utc>,
    pub(crate) resumed: Option<&'a Resumption>,
    pub(crate) first_contact: bool,
    pub(crate) average_wait: Option<TimeDelta>,
    pub(crate) reply_left: bool,
}

impl<'a> From<TurnInput<'a>> for Circumstances<'a> {
    fn from(input: TurnInput<'a>) -> Self {
        let TurnInput {
            conversation: _,
            customer,
            message,
            said_at,
            resumed,
            first_contact,
            average_wait,
            reply_left,
        } = input;
        Self { customer, message, words: None, said_at, resumed, first_contact, average_wait, reply_left }
    }
}

/// What kind of reply was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ReplyKind {
    /// Confirms an opt-out.
    OptOut,
    /// Confirms that a customer who had opted out wants messages again.
    OptIn,
    /// Hands over because a person was asked for, or the offer of one was taken up.
    HumanRequest,
    /// Hands over because of high-value words.
    HighValue,
    /// Hands over because the same question came again.
    Repeated,
    /// Welcomes.
    Welcome,
    /// Says that nobody is there.
    Away,
    /// Answers a keyword.
    Keyword,
    /// Answers a greeting.
    Greeting,
    /// Says that nothing matched, or hands over because of it.
    Fallback,
    /// Offers a person.
    Offer,
    /// Says nothing.
    Silent,
}

impl ReplyKind {
    pub(super) const ALL: [Self; 12] = [
        Self::OptOut,
        Self::OptIn,
        Self::HumanRequest,
        Self::HighValue,
        Self::Repeated,
        Self::Welcome,
        Self::Away,
        Self::Keyword,
        Self::Greeting,
        Self::Fallback,
        Self::Offer,
        Self::Silent,
    ];

    /// The name of the rule that stands for this kind of reply; a keyword answer has its keyword's instead.
    #[must_use]
    pub const fn rule(self) -> Option<&'static str> {
        match self {
            Self::OptOut => Some(OPT_OUT),
            Self::OptIn => Some(OPT_IN),
            Self::HumanRequest => Some("reply.human_request"),
            Self::HighValue => Some(HIGH_VALUE),
            Self::Repeated => Some("reply.repeated"),
            Self::Welcome => Some("reply.welcome"),
            Self::Away => Some("reply.away"),
            Self::Greeting => Some("reply.greeting"),
            Self::Fallback => Some("reply.fallback"),
            Self::Offer => Some("reply.offer"),
            Self::Keyword | Self::Silent => None,
        }
    }
}

impl ReplyKind {
    /// The step whose name a rule has; nothing for a keyword's rule.
    pub(crate) fn of_step(rule: &RuleId) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.rule() == Some(rule.as_str()))
    }

    /// Whether the bot goes on with the customer after this step. The others hand over, confirm, or say nothing.
    pub(super) const fn leads_on(self) -> bool {
        matches!(self, Self::Welcome | Self::Away | Self::Greeting | Self::Fallback)
    }

    /// Whether this step is decided before any rule is asked for an answer.
    pub(crate) const fn precedes_rules(self) -> bool {
        matches!(self, Self::OptOut | Self::OptIn | Self::HumanRequest | Self::HighValue | Self::Repeated)
    }

    /// Whether a person who is needed after this step is a failure of its text: a fallback says what to ask instead, while a
    /// welcome or an away message only says that the customer was heard.
    pub(super) const fn should_spare_people(self) -> bool {
        matches!(self, Self::Fallback)
    }
}

impl ReplyOutcome {
    /// The rule that gave the customer an answer: a keyword's, or that of the step that spoke. Saying that nobody is
    /// there, or that nothing matched, is no answer.
    #[must_use]
    pub const fn answered_by(&self) -> Option<&RuleId> {
        self.kind.answered_by(self.keyword.as_ref(), self.rule.as_ref())
    }
}

impl ReplyKind {
    const fn answered_by<'r>(
        self,
        keyword: Option<&'r RuleId>,
        rule: Option<&'r RuleId>,
    ) -> Option<&'r RuleId> {
        match (self, keyword) {
            (Self::Away | Self::Fallback | Self::Silent, keyword) | (_, keyword @ Some(_)) => keyword,
            (_, None) => rule,
        }
    }
}

/// What was decided about a turn whose thread was changed in place; see [`ReplyOutcome`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    pub(crate) kind: ReplyKind,
    pub(crate) rule: Option<RuleId>,
    pub(crate) keyword: Option<RuleId>,
    pub(crate) answerable: bool,
    /// Whether people have to answer: one holds the thread, the customer was told that people answer later, or the reply
    /// would come too late.
    pub(crate) for_people: bool,
    /// Whether the words mean business, whoever holds the thread.
    pub(crate) high_value: bool,
    pub(crate) language: Language,
}

impl Reply {
    pub(crate) const fn answered_by(&self) -> Option<&RuleId> {
        self.kind.answered_by(self.keyword.as_ref(), self.rule.as_ref())
    }

    pub(crate) fn with(self, conversation: Conversation) -> ReplyOutcome {
        let Self { kind, rule, keyword, answerable, language, .. } = self;
        ReplyOutcome { kind, rule, keyword, conversation, answerable, language }
    }
}

/// What was decided about a turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplyOutcome {
    /// What kind of reply.
    pub kind: ReplyKind,
    /// The rule that answers; `None` when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
    /// The first keyword rule whose answer is in the reply, also beside a welcome or an absence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyword: Option<RuleId>,
    /// The thread as it is now: what to store.
    pub conversation: Conversation,
    /// Whether a rule was allowed to answer: nobody held the thread, and there were words that want an answer.
    pub answerable: bool,
    /// The language of the reply.
    pub language: Language,
}
