//! The reply engine: compiled once, asked for every turn.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rustc_hash::FxHashSet;

use super::absence::Absences;
use super::answer::{KeywordAnswer, compile_answers};
use super::asked::AskedWords;
use super::config::ReplyConfig;
use super::decide::decide;
use super::error::ReplyError;
use super::health::ReplyHealthConfig;
use super::outcome::{Circumstances, Reply, ReplyKind, ReplyOutcome, TurnInput};
use super::phrases::{Found, HandOverPhrases, SmallTalkPhrases, Talk};
use super::quick::QuickReplies;
use super::texts::{Speech, TextSet, VARIABLES, compile_template};
use crate::customer::{Customer, FieldName};
use crate::desk::{Conversation, TurnLimits};
use crate::foundation::text::{FoldRoom, Folded, Language, fold, words};
use crate::foundation::time::{Calendar, Span};
use crate::foundation::{Decision, RuleId};
use crate::keyword::{Hits, JointMatcher, KeywordMatcher, KeywordRule, Wanted, WordRoom};
use crate::transport::OnUnknown;
use crate::trust::{OptOutKind, OptOutWords};

/// What a turn's words hold of what the rules look for.
pub(super) struct PhraseHits {
    pub(super) opt_out: Hits,
    pub(super) hand_over: Found,
    pub(super) keywords: Hits,
}

/// Everything that is compiled from the section.
pub(super) struct Rules {
    pub(super) language: Language,
    pub(super) limits: TurnLimits,
    pub(super) longest_text: usize,
    pub(super) expires_after: Span,
    pub(super) on_unknown: OnUnknown,
    pub(super) human_hold: Span,
    pub(super) queue_hold: Span,
    pub(super) hotline: Option<String>,
    pub(super) workspace: String,
    pub(super) keywords_per_reply: usize,
    pub(super) calendar: Calendar,
    pub(super) absences: Absences,
    pub(super) phrases: HandOverPhrases,
    matcher: KeywordMatcher,
    opt_out_words: OptOutWords,
    /// Opt-out words, hand-over phrases and keywords.
    all_phrases: JointMatcher<3>,

    pub(super) opt_out: TextSet,
    pub(super) resumed: TextSet,
    pub(super) hand_over_audience: String,
    pub(super) human_request_texts: TextSet,
    pub(super) human_request_away: TextSet,
    pub(super) high_value_audience: String,
    pub(super) high_value_texts: TextSet,
    pub(super) high_value_away: TextSet,

    pub(super) repeat_times: usize,
    pub(super) repeat_similarity: f64,
    repeat_within: Span,
    pub(super) repeat_remembered: usize,
    pub(super) asked: AskedWords,
    pub(super) repeated_texts: TextSet,

    pub(super) welcome_joins_keyword: bool,
    pub(super) welcome_joins_away: bool,
    pub(super) welcome: TextSet,
    pub(super) welcome_short: TextSet,

    pub(super) away_joins_keyword: bool,
    pub(super) away: TextSet,
    pub(super) away_hotline: TextSet,
    pub(super) away_wait: TextSet,

    pub(super) keyword_answers: BTreeMap<RuleId, KeywordAnswer>,
    pub(super) health: ReplyHealthConfig,

    pub(super) small_talk: SmallTalkPhrases,
    pub(super) greeting: TextSet,

    pub(super) fallback_hand_over_after: u32,
    pub(super) fallback: TextSet,
    pub(super) fallback_hand_over: TextSet,

    pub(super) offer_after: Span,
    offer_answers: FxHashSet<String>,
    pub(super) offer_turns: u32,
    pub(super) offer: TextSet,

    default_speech: Speech,
    speeches: Vec<(Language, Speech)>,
    pub(super) quick: QuickReplies,
    /// The rules of the steps that are not keywords, made once: each reply carries one.
    steps: BTreeMap<ReplyKind, RuleId>,
}

/// The engine at one instant: what depends on the time alone is looked up once for all turns decided then.
pub(crate) struct Moment<'e> {
    pub(super) rules: &'e Rules,
    pub(super) now: DateTime<Utc>,
    absence: OnceCell<Option<DateTime<Utc>>>,
    pub(super) room: RefCell<ReadingRoom>,
}

/// What reading one turn leaves for the next, so that it need not ask for memory.
#[derive(Default)]
pub(super) struct ReadingRoom {
    pub(super) fold: FoldRoom,
    pub(super) words: WordRoom,
}

impl Moment<'_> {
    /// The end of the absence that the instant is in.
    pub(super) fn absence_end(&self) -> Option<DateTime<Utc>> {
        *self.absence.get_or_init(|| self.rules.absences.end(self.now))
    }

    /// Decides about the turn of a conversation as [`ReplyEngine::decide`] does, and changes it in place.
    pub(crate) fn decide(
        &self,
        conversation: &mut Conversation,
        input: Circumstances<'_>,
    ) -> Decision<Reply> {
        decide(self, conversation, input)
    }
}

/// Chooses one reply per turn. Immutable, cheap to clone, shared between threads.
///
/// The order is fixed: opt-out words, a request for a person, high-value words, the same question again,
/// welcome, away, keyword, small talk, fallback. While a person holds the conversation, or it waits for one,
/// only opt-out and high-value words act, and nothing is said.
///
/// Deciding again about a turn that another message joined replaces what was decided before: the same
/// outbox id carries the new reply, or is cancelled.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::customer::{Customer, IdentifierKey};
/// use scrm_core::desk::{Conversation, receive};
/// use scrm_core::foundation::time::{Calendar, CalendarConfig};
/// use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
/// use scrm_core::reply::{ReplyConfig, ReplyEngine, ReplyKind, TurnInput};
/// use scrm_core::transport::Channel;
/// use scrm_core::trust::{OptOutWords, TrustConfig};
///
/// let engine = ReplyEngine::new(
///     &ReplyConfig::standard(),
///     KeywordMatcher::new(&KeywordConfig::standard())?,
///     OptOutWords::new(&TrustConfig::standard())?,
///     Calendar::new(&CalendarConfig::standard())?,
///     "Blue Lamp",
/// )?;
/// let noon = Utc.with_ymd_and_hms(2026, 1, 5, 4, 0, 0).unwrap();
/// let address = IdentifierKey::from_stored("tel:+886912000456");
/// let mut thread =
///     Conversation::new("v_1".into(), "c_1".into(), Channel::Whatsapp, "main".into(), address, noon);
/// receive(&mut thread, &"m_1".into(), Some("How much is the lamp?"), noon, engine.turn_limits(), false);
/// let decision = engine.decide(
///     TurnInput {
///         conversation: &thread,
///         customer: &Customer::new("c_1".into(), noon),
///         message: &"m_1".into(),
///         said_at: noon,
///         resumed: None,
///         first_contact: false,
///         average_wait: None,
///         reply_left: false,
///     },
///     noon,
/// );
/// assert_eq!(decision.value.kind, ReplyKind::Keyword);
/// assert_eq!(decision.value.rule.unwrap().as_str(), "keyword.price");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ReplyEngine {
    pub(super) rules: Arc<Rules>,
}

impl fmt::Debug for ReplyEngine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyEngine")
            .field("language", &self.rules.language)
            .field("keyword_answers", &self.rules.keyword_answers.len())
            .finish_non_exhaustive()
    }
}

impl ReplyEngine {
    /// Who is told when a conversation with a customer is handed over: `owner`, who is the customer's own, or the role or person
    /// that the section names for customers without one.
    #[must_use]
    pub(crate) fn takes_over(&self, customer: &Customer) -> &str {
        self.rules.takes_over(customer)
    }

    /// Compiles the section. `workspace_name` is what `{workspace}` stands for.
    ///
    /// # Errors
    /// [`ReplyError`] with the path of the setting that is wrong: braces, an unknown variable, no text in the
    /// default language, a number out of range, an answer to a keyword rule that `matcher` does not have.
    pub fn new(
        config: &ReplyConfig,
        matcher: KeywordMatcher,
        opt_out_words: OptOutWords,
        calendar: Calendar,
        workspace_name: &str,
    ) -> Result<Self, ReplyError> {
        check_numbers(config)?;
        let default = config.language;
        let phrases = HandOverPhrases::compile(config)?;
        let keyword_answers = compile_answers(config, &matcher)?;
        let all_phrases = JointMatcher::new([
            (opt_out_words.matcher().clone(), Wanted::Places),
            (phrases.matcher().clone(), Wanted::Places),
            (matcher.clone(), Wanted::Places),
        ]);
        let set = |texts, field: &str| TextSet::compile(texts, field, default, Some(VARIABLES));
        let rules = Rules {
            language: default,
            limits: TurnLimits {
                debounce: clock_length(config.debounce),
                longest: clock_length(config.longest_turn),
                text_bytes: config.turn_text_bytes as usize,
            },
            longest_text: config.longest_text as usize,
            expires_after: config.expires_after,
            on_unknown: config.on_unknown,
            human_hold: config.human_hold,
            queue_hold: config.queue_hold,
            hotline: config.hotline.clone().filter(|hotline| !hotline.trim().is_empty()),
            workspace: workspace_name.to_owned(),
            keywords_per_reply: config.keywords_per_reply as usize,
            absences: Absences::new(calendar.clone(), config.away.windows.clone(), config.away.holidays),
            calendar,
            phrases,
            keyword_answers,
            health: config.health.clone(),
            matcher,
            opt_out_words,
            all_phrases,
            opt_out: set(&config.opt_out.texts, "opt_out.texts")?,
            resumed: set(&config.opt_out.resumed_texts, "opt_out.resumed_texts")?,
            hand_over_audience: config.human_request.audience.clone(),
            human_request_texts: set(&config.human_request.texts, "human_request.texts")?,
            human_request_away: set(&config.human_request.away_texts, "human_request.away_texts")?,
            high_value_audience: config.high_value.audience.clone(),
            high_value_texts: set(&config.high_value.texts, "high_value.texts")?,
            high_value_away: set(&config.high_value.away_texts, "high_value.away_texts")?,
            repeat_times: config.repeat.times as usize,
            repeat_similarity: config.repeat.similarity,
            repeat_within: config.repeat.within,
            repeat_remembered: config.repeat.remembered as usize,
            asked: AskedWords::compile(&config.repeat.courtesies)?,
            repeated_texts: set(&config.repeat.texts, "repeat.texts")?,
            welcome_joins_keyword: config.welcome.joins_keyword,
            welcome_joins_away: config.welcome.joins_away,
            welcome: set(&config.welcome.texts, "welcome.texts")?,
            welcome_short: set(&config.welcome.short_texts, "welcome.short_texts")?,
            away_joins_keyword: config.away.joins_keyword,
            away: set(&config.away.texts, "away.texts")?,
            away_hotline: set(&config.away.hotline_texts, "away.hotline_texts")?,
            away_wait: set(&config.away.wait_texts, "away.wait_texts")?,
            small_talk: SmallTalkPhrases::compile(&config.small_talk)?,
            greeting: set(&config.small_talk.greeting_texts, "small_talk.greeting_texts")?,
            fallback_hand_over_after: config.fallback.hand_over_after,
            fallback: set(&config.fallback.texts, "fallback.texts")?,
            fallback_hand_over: set(&config.fallback.hand_over_texts, "fallback.hand_over_texts")?,
            offer_after: config.unread.after,
            offer_answers: config.unread.answers.iter().map(|answer| fold(answer)).collect(),
            offer_turns: config.unread.turns,
            offer: set(&config.unread.texts, "unread.texts")?,
            default_speech: default_speech(config)?,
            speeches: config
                .wording
                .iter()
                .map(|(language, wording)| Ok((*language, Speech::compile(wording, *language)?)))
                .collect::<Result<_, ReplyError>>()?,
            quick: QuickReplies::compile(&config.quick, default)?,
            steps: ReplyKind::ALL.into_iter().filter_map(|kind| Some((kind, kind.rule()?.into()))).collect(),
        };
        Ok(Self { rules: Arc::new(rules) })
    }

    /// The words that stop and resume messages.
    #[must_use]
    pub fn opt_out_words(&self) -> &OptOutWords {
        &self.rules.opt_out_words
    }

    /// Most characters of one text.
    #[must_use]
    pub fn longest_text(&self) -> usize {
        self.rules.longest_text
    }

    /// What [`desk::receive`](crate::desk::receive) has to go by.
    #[must_use]
    pub fn turn_limits(&self) -> TurnLimits {
        self.rules.limits
    }

    /// The end of the absence that `at` is in, with what touches it; `None` while somebody is there.
    #[must_use]
    pub fn absence_end(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.rules.absences.end(at)
    }

    /// Whether a message asks something: it is more than a greeting or a courtesy, and has words.
    pub(crate) fn is_question(&self, text: &str) -> bool {
        self.rules.talk(&Folded::new(text)) == Talk::Question
    }

    /// What one message says about receiving messages.
    pub(crate) fn consent_said(&self, words: &str) -> Option<OptOutKind> {
        self.rules.consent_said(words)
    }

    /// Whether a text can be the answer of a keyword rule; `field` is its name in the error.
    pub(crate) fn check_answer(&self, text: &str, field: &str) -> Result<(), ReplyError> {
        compile_template(text, field, Some(VARIABLES)).map(drop)
    }

    /// Decides about a turn. The outcome holds the conversation as it then is; store it with the effects.
    ///
    /// The reply goes into the outbox with the debounce as its delay, under an id made of the conversation
    /// and the turn's number. Linear in the words of the turn.
    pub fn decide(&self, input: TurnInput<'_>, now: DateTime<Utc>) -> Decision<ReplyOutcome> {
        let mut conversation = input.conversation.clone();
        let Decision { value, reasons, effects } = self.at(now).decide(&mut conversation, input.into());
        Decision { value: value.with(conversation), reasons, effects }
    }

    /// The engine at an instant, to decide about many turns.
    pub(crate) fn at(&self, now: DateTime<Utc>) -> Moment<'_> {
        Moment { rules: &self.rules, now, absence: OnceCell::new(), room: RefCell::default() }
    }
}

/// The audience of a notice for who has the customer.
const OWNER: &str = "owner";

impl Rules {
    /// Who is told when a conversation with a customer is handed over: the customer's own owner, or whom the playbook names
    /// for customers without one.
    pub(super) fn takes_over(&self, customer: &Customer) -> &str {
        let owned = customer.value(&FieldName::Owner).is_some();
        if owned { OWNER } else { &self.hand_over_audience }
    }

    /// What one message says about receiving messages.
    pub(super) fn consent_said(&self, words: &str) -> Option<OptOutKind> {
        self.opt_out_words.recognise(&Folded::new(words)).map(|hit| hit.kind)
    }

    /// What one of the turn's messages, or all of them together, say about receiving messages; a stop counts
    /// before a resumption.
    pub(super) fn consent_word(&self, folded: &Folded<'_>, hits: &Hits) -> Option<OptOutKind> {
        self.opt_out_words.recognise_hits(folded, hits).map(|hit| hit.kind)
    }

    /// What the turn's words amount to.
    pub(super) fn talk(&self, folded: &Folded<'_>) -> Talk {
        let cut: Vec<_> = words(folded.text()).collect();
        self.small_talk.reading(folded.text(), &cut)
    }

    /// What the turn's words hold of what the rules look for.
    pub(super) fn phrases_in(&self, folded: &Folded<'_>, room: &mut WordRoom) -> PhraseHits {
        let [opt_out, hand_over, keywords] = self.all_phrases.scan(folded, room);
        PhraseHits { opt_out, hand_over: self.phrases.found(&hand_over), keywords }
    }

    /// Whether one of the turn's messages takes up the offer of a person.
    pub(super) fn takes_offer(&self, text: &str, folded: &Folded<'_>) -> bool {
        let takes = |line: &str| {
            let line = line.trim_matches(|c: char| !c.is_alphanumeric());
            self.offer_answers.contains(line)
        };
        takes(folded.text()) || (text.contains('\n') && text.lines().any(|line| takes(&fold(line))))
    }

    /// The rule that stands for a kind of reply; see [`ReplyKind::rule`].
    pub(super) fn step(&self, kind: ReplyKind) -> Option<RuleId> {
        self.steps.get(&kind).cloned().or_else(|| kind.rule().map(RuleId::from))
    }

    /// The keyword rules in the turn, by priority, then in the order in which they turn up.
    pub(super) fn keyword_rules(&self, hits: &Hits) -> Vec<&KeywordRule> {
        let mut found = self.matcher.rules_of(hits);
        found.sort_by_key(|rule| std::cmp::Reverse(rule.priority));
        found
    }

    /// Questions from before this instant are forgotten at `at`.
    pub(super) fn repeat_oldest(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.calendar.subtract(at, self.repeat_within)
    }

    pub(super) fn speech(&self, language: Language) -> &Speech {
        let exact = self.speeches.iter().find(|(present, _)| *present == language);
        exact.map_or(&self.default_speech, |(_, speech)| speech)
    }
}

fn default_speech(config: &ReplyConfig) -> Result<Speech, ReplyError> {
    let language = config.language;
    let missing = || ReplyError::MissingLanguage { field: "wording".to_owned(), language };
    Speech::compile(config.wording.get(&language).ok_or_else(missing)?, language)
}

/// Debounce and the like are clock time; `check_numbers` keeps them to a day.
fn clock_length(span: Span) -> TimeDelta {
    let seconds = i64::try_from(span.nominal_seconds()).unwrap_or(i64::MAX);
    TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX)
}

fn check_numbers(config: &ReplyConfig) -> Result<(), ReplyError> {
    const DAY: u64 = 86_400;
    let debounce = config.debounce.nominal_seconds();
    let longest = config.longest_turn.nominal_seconds();
    let similarity = config.repeat.similarity;
    let checks = [
        (debounce <= DAY, "debounce", "a day at most"),
        (longest <= DAY && longest >= debounce, "longest_turn", "from the debounce to a day"),
        (config.turn_text_bytes >= 64, "turn_text_bytes", "64 or more"),
        (config.longest_text >= 1, "longest_text", "1 or more"),
        (!config.expires_after.is_zero(), "expires_after", "longer than nothing"),
        (!config.human_hold.is_zero(), "human_hold", "longer than nothing"),
        (!config.queue_hold.is_zero(), "queue_hold", "longer than nothing"),
        (config.keywords_per_reply >= 1, "keywords_per_reply", "1 or more"),
        (config.repeat.times >= 2, "repeat.times", "2 or more"),
        (similarity > 0.0 && similarity <= 1.0, "repeat.similarity", "above 0 and at most 1"),
        (
            config.repeat.remembered.saturating_add(1) >= config.repeat.times
                && config.repeat.remembered <= 64,
            "repeat.remembered",
            "from repeat.times less one to 64",
        ),
        (config.fallback.hand_over_after >= 1, "fallback.hand_over_after", "1 or more"),
        (!config.unread.after.is_zero(), "unread.after", "longer than nothing"),
        (!config.unread.answers.is_empty(), "unread.answers", "one answer or more"),
        (config.unread.turns >= 1, "unread.turns", "1 or more"),
    ];
    let wrong = checks.into_iter().chain(config.health.checks()).find(|(right, _, _)| !right);
    if let Some((_, field, wanted)) = wrong {
        return Err(ReplyError::OutOfRange { field: field.to_owned(), wanted });
    }
    if let Some(index) = config.unread.answers.iter().position(|answer| answer.trim().is_empty()) {
        return Err(ReplyError::OutOfRange {
            field: format!("unread.answers[{index}]"),
            wanted: "a word or more",
        });
    }
    for (index, window) in config.away.windows.iter().enumerate() {
        if window.days.is_empty() {
            let field = format!("away.windows[{index}].days");
            return Err(ReplyError::OutOfRange { field, wanted: "one day or more" });
        }
        if window.from.minutes() >= 1_440 {
            let field = format!("away.windows[{index}].from");
            return Err(ReplyError::OutOfRange { field, wanted: "before 24:00" });
        }
    }
    Ok(())
}
