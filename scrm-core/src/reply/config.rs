//! The reply section of the playbook.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::health::ReplyHealthConfig;
use crate::foundation::RuleId;
use crate::foundation::text::Language;
use crate::foundation::time::{Span, WeeklyWindow};
use crate::transport::OnUnknown;

pub(crate) const STANDARD: &str =
    concat!(include_str!("standard.toml"), include_str!("texts.toml"), include_str!("quick.toml"));

/// One text in several languages. `{name}` is a variable, `{name|there}` has words for when the value is
/// missing; see [`Template`](super::Template).
pub type Texts = BTreeMap<Language, String>;

/// Words and phrases that are recognised, by language. All of them are looked for in every message.
pub type Phrases = BTreeMap<Language, Vec<String>>;

/// Everything that automatic replies go by. The order in which a reply is chosen is fixed: opt-out, human
/// request, high-value words, the same question again, welcome, away, keyword, small talk, fallback.
///
/// ```
/// use scrm_core::reply::ReplyConfig;
/// assert_eq!(ReplyConfig::standard().debounce.to_string(), "3s");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReplyConfig {
    /// The language of a reply where neither the customer's record nor the message tells one. Every text has
    /// to be there in it.
    pub language: Language,
    /// A message less than this after the one before belongs to the same turn, and the reply waits so long.
    pub debounce: Span,
    /// A turn takes no further message this long after it began, and is answered then at the latest.
    pub longest_turn: Span,
    /// How many bytes of a turn's words are looked at and kept with the conversation.
    pub turn_text_bytes: u32,
    /// The longest text that may be sent, in characters. WhatsApp takes 4,096.
    pub longest_text: u32,
    /// A reply that could not leave for so long is not sent any more.
    pub expires_after: Span,
    /// What becomes of a reply of which nobody can say whether it was sent.
    pub on_unknown: OnUnknown,
    /// After so long without a word from the person who holds a conversation the bot answers again.
    pub human_hold: Span,
    /// After so long in the queue, with nobody taking it, the bot answers again.
    pub queue_hold: Span,
    /// The number that is given to those who cannot wait.
    #[serde(default)]
    pub hotline: Option<String>,
    /// How many keyword answers one reply may join, when a customer asks for several things at once.
    pub keywords_per_reply: u32,
    /// The confirmation of an opt-out.
    pub opt_out: OptOutReply,
    /// Customers who ask for a person.
    pub human_request: PhraseReply,
    /// Words such as an order confirmation, which go to the sales supervisor and to the front of the queue (the level
    /// stands in the priority section).
    pub high_value: PhraseReply,
    /// The same question again and again.
    pub repeat: RepeatReply,
    /// The first contact.
    pub welcome: WelcomeReply,
    /// When nobody is there.
    pub away: AwayReply,
    /// Answers by the keyword rule that matched.
    pub keyword: BTreeMap<RuleId, Texts>,
    /// A second text for the answer to a keyword: half of the customers get it in place of the first, always the same half.
    /// It has to be there in every language in which the first one is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub second_text: BTreeMap<RuleId, Texts>,
    /// Greetings and thanks.
    pub small_talk: SmallTalk,
    /// When nothing matched.
    pub fallback: FallbackReply,
    /// The offer of a person when a reply stays unread.
    pub unread: UnreadOffer,
    /// When a rule's answer has to be written anew.
    pub health: ReplyHealthConfig,
    /// How instants and lengths of time are said.
    pub wording: BTreeMap<Language, Wording>,
    /// Quick replies of the agents, by code without the slash.
    pub quick: BTreeMap<String, Texts>,
}

/// The confirmation of an opt-out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OptOutReply {
    /// What is said. Not said while a person holds the conversation; the opt-out counts all the same.
    pub texts: Texts,
    /// What is said to a customer who had opted out and wants messages again.
    pub resumed_texts: Texts,
}

/// Phrases that hand the conversation to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhraseReply {
    /// Role or agent who is told. A human request goes to the customer's owner where there is one.
    pub audience: String,
    /// The phrases.
    pub phrases: Phrases,
    /// Words that count when the message says nothing else: `agent`.
    #[serde(default)]
    pub messages: Phrases,
    /// Phrases in which the ones above do not count: `人工智能` is no call for `人工`. The rest of the message counts, and so does
    /// a phrase that holds more than one of these.
    #[serde(default)]
    pub except: Phrases,
    /// What is said.
    pub texts: Texts,
    /// What is said while nobody is there; may name `{back_at}`.
    pub away_texts: Texts,
}

/// The same question, asked again in the same or similar words, goes to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RepeatReply {
    /// The time at which a person takes over: 3 is the third time. At least 2.
    pub times: u32,
    /// How alike two questions must be, above 0 up to 1 (1 is the same words in any order; inflected or not, but
    /// for those in Latin letters, whose language is not known).
    pub similarity: f64,
    /// Questions older than this are forgotten.
    pub within: Span,
    /// Words that make a question no other one: `please`, `请问`. They are not compared.
    #[serde(default)]
    pub courtesies: Phrases,
    /// How many questions are remembered.
    pub remembered: u32,
    /// What is said.
    pub texts: Texts,
}

/// The welcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WelcomeReply {
    /// Whether the answer to a keyword follows in the same message.
    pub joins_keyword: bool,
    /// Whether the announcement of an absence follows in the same message; it then counts as announced.
    pub joins_away: bool,
    /// What is said.
    pub texts: Texts,
    /// What is said when something follows in the same message.
    pub short_texts: Texts,
}

/// The announcement that nobody is there, made once per absence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AwayReply {
    /// When nobody is there, in local time. Windows may cross midnight, overlap and touch: what touches is
    /// one absence. Where `to` is not after `from` a window ends on the next day, so `09:00` to `09:00` lasts a whole day.
    pub windows: Vec<WeeklyWindow>,
    /// Whether the calendar's holidays are absences too, from midnight to midnight.
    pub holidays: bool,
    /// Whether the answer to a keyword follows in the same message.
    pub joins_keyword: bool,
    /// What is said; `{back_at}` is when people are back: the end of the absence where the workspace is open then by its business
    /// hours, and otherwise the next opening.
    pub texts: Texts,
    /// Added where there is a hotline.
    pub hotline_texts: Texts,
    /// Added where the present average wait is known.
    pub wait_texts: Texts,
}

/// Messages that are nothing but courtesy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SmallTalk {
    /// A whole message of these is answered by a greeting.
    pub greetings: Phrases,
    /// A whole message of these ("ok, thank you") needs no answer.
    pub courtesies: Phrases,
    /// The greeting.
    pub greeting_texts: Texts,
}

/// What is said when nothing matched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FallbackReply {
    /// The turn in a row without a match at which a person takes over: 2 is the second. At least 1.
    pub hand_over_after: u32,
    /// What is said before that.
    pub texts: Texts,
    /// What is said at the hand-over.
    pub hand_over_texts: Texts,
}

/// The offer of a person, made once per turn when the reply stays unread (or, where read receipts are off,
/// unanswered).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnreadOffer {
    /// How long after the reply was sent.
    pub after: Span,
    /// Whole messages that take the offer up.
    pub answers: Vec<String>,
    /// For how many turns after the offer they do.
    pub turns: u32,
    /// What is said.
    pub texts: Texts,
}

/// How instants and lengths of time are said in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wording {
    /// A time of the same day: `{time}`.
    pub today: String,
    /// A time of the next day: `{time}`.
    pub tomorrow: String,
    /// A later time: `{day}`, `{month}`, `{time}`.
    pub later: String,
    /// The names of the twelve months as they stand in `later`.
    pub months: Vec<String>,
    /// Less than an hour: `{minutes}`.
    pub minutes: String,
    /// An hour and more: `{hours}`, `{minutes}`.
    pub hours: String,
    /// What stands between two sentences of one paragraph.
    pub join: String,
}

impl ReplyConfig {
    /// The built-in replies: a full set of texts in six languages.
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }
}
