//! One pass over messages: what became of each answer.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;

use super::config::{ReplyHealthConfig, ReplyMeasure};
use super::figure::{FigureVerdict, ReplyFigure, ReplyHealth, RewriteRemedy, Threshold};
use super::texts::{FirstFirings, compare_texts};
use crate::desk::{Author, MessageRecord};
use crate::foundation::time::Calendar;
use crate::foundation::{ConversationId, MessageId, MessageStatus, Reason, RuleAnswer, RuleId, TextVariant};
use crate::reply::{ReplyEngine, ReplyKind};

/// Counts how the answers of rules are taken, from messages in the order of their times.
///
/// A keyword's answer and the text of a step (a welcome, an away message, a greeting, a fallback) are watched each by itself:
/// what a step says between does not end the watch of an answer.
///
/// Memory grows with the conversations that had a reply in the window, one small entry each, and with the rules.
#[derive(Debug)]
pub struct ReplyHealthTally {
    config: ReplyHealthConfig,
    calendar: Calendar,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
    watched: FxHashMap<ConversationId, Watches>,
    counts: BTreeMap<RuleId, Counts>,
    /// Rules with two texts, and the first firings of each.
    texts: BTreeMap<RuleId, [FirstFirings; 2]>,
    clicks_recorded: bool,
}

/// What a conversation is watched for.
#[derive(Debug, Default)]
struct Watches {
    answer: Option<Watched>,
    step: Option<Watched>,
}

impl Watches {
    fn each_mut(&mut self) -> impl Iterator<Item = &mut Watched> {
        [&mut self.answer, &mut self.step].into_iter().flatten()
    }

    /// Takes out the watches that are over by then.
    fn take_over_by(&mut self, at: DateTime<Utc>) -> [Option<Watched>; 2] {
        [&mut self.answer, &mut self.step].map(|watch| watch.take_if(|watched| watched.until <= at))
    }
}

/// A reply and what followed so far.
#[derive(Debug)]
struct Watched {
    message: MessageId,
    sent_at: DateTime<Utc>,
    until: DateTime<Utc>,
    answers: Vec<RuleAnswer>,
    has_link: bool,
    clicked: bool,
    stars: Option<u8>,
    wrote_on: bool,
    outcome: Option<Outcome>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Answered,
    HandedOver,
    Silent,
    FollowedUp,
}

#[derive(Debug, Default)]
struct Counts {
    fired: u64,
    open: u64,
    answered: u64,
    handed_over: u64,
    silent: u64,
    followed_up: u64,
    linked: u64,
    clicked: u64,
    rated: u64,
    satisfied: u64,
}

impl ReplyEngine {
    /// What answers are held to.
    pub(crate) fn health_config(&self) -> &ReplyHealthConfig {
        &self.rules.health
    }

    /// Begins to count how the answers of this playbook's rules are taken, from the messages of `from` up to `now`.
    ///
    /// ```
    /// # use scrm_core::workspace::Engines;
    /// # use scrm_core::playbook::Playbook;
    /// # let engines = Engines::new(&Playbook::standard())?;
    /// let (from, now) = (chrono::DateTime::UNIX_EPOCH, chrono::DateTime::UNIX_EPOCH);
    /// assert!(engines.reply.health(from, now).finish().is_empty(), "no messages, no firings");
    /// # Ok::<(), scrm_core::playbook::PlaybookError>(())
    /// ```
    #[must_use]
    pub fn health(&self, from: DateTime<Utc>, now: DateTime<Utc>) -> ReplyHealthTally {
        let config = self.rules.health.clone();
        let two_texts = self.rules.keyword_answers.iter().filter(|(_, answer)| answer.has_two_texts());
        let texts = two_texts
            .map(|(rule, _)| (rule.clone(), [FirstFirings::new(&config), FirstFirings::new(&config)]))
            .collect();
        ReplyHealthTally {
            calendar: self.rules.calendar.clone(),
            from,
            now,
            watched: FxHashMap::default(),
            counts: BTreeMap::new(),
            texts,
            clicks_recorded: false,
            config,
        }
    }
}

impl ReplyHealthTally {
    /// Takes the next message. Messages outside of the window are left out. Constant time for each.
    pub fn add(&mut self, message: &MessageRecord) {
        if message.at < self.from || message.at > self.now {
            return;
        }
        self.end_watches_by(message);
        match &message.author {
            Author::Customer => self.customer_wrote(message),
            Author::Agent { .. } => self.person_wrote(message),
            // What the provider could not deliver nobody can have taken well or badly.
            Author::Engine { .. } if message.status == Some(MessageStatus::Failed) => {}
            Author::Engine { rule } => self.engine_wrote(message, rule),
        }
    }

    /// A watch whose time is over by this message is settled before it.
    fn end_watches_by(&mut self, message: &MessageRecord) {
        let Some(watches) = self.watched.get_mut(&message.conversation) else { return };
        let over = watches.take_over_by(message.at);
        over.into_iter().flatten().for_each(|watched| self.settle(&watched));
    }

    fn customer_wrote(&mut self, message: &MessageRecord) {
        let Some(watches) = self.watched.get_mut(&message.conversation) else { return };
        for watched in watches.each_mut() {
            watched.wrote_on = true;
            if watched.outcome.is_none() {
                watched.outcome = outcome_of(&message.reasons);
            }
        }
    }

    fn person_wrote(&mut self, message: &MessageRecord) {
        self.clicks_recorded |= message.reception.as_ref().is_some_and(|taken| taken.clicked_at.is_some());
        let Some(watches) = self.watched.get_mut(&message.conversation) else { return };
        for watched in watches.each_mut() {
            let outcome = if watched.wrote_on { Outcome::HandedOver } else { Outcome::FollowedUp };
            watched.outcome.get_or_insert(outcome);
        }
    }

    fn engine_wrote(&mut self, message: &MessageRecord, rule: &RuleId) {
        let reception = message.reception.as_deref();
        self.clicks_recorded |= reception.is_some_and(|taken| taken.clicked_at.is_some());
        let answers = match reception.map(|taken| &taken.answers) {
            Some(answers) if !answers.is_empty() => answers.clone(),
            _ => vec![RuleAnswer { rule: rule.clone(), variant: TextVariant::A }],
        };
        let step = match answers.as_slice() {
            [answer] => ReplyKind::of_step(&answer.rule),
            _ => None,
        };
        if step.is_some_and(|step| !step.leads_on()) {
            return;
        }
        let watches = self.watched.entry(message.conversation.clone()).or_default();
        let replaced = [watches.step.take(), watches.answer.take_if(|_| step.is_none())];
        for mut before in replaced.into_iter().flatten() {
            // The customer asked on, perhaps before a late reply left, and was replied to again by a rule.
            before.outcome.get_or_insert(Outcome::Answered);
            self.settle(&before);
        }
        for answer in &answers {
            self.counts.entry(answer.rule.clone()).or_default().fired += 1;
        }
        let until = self.calendar.add(message.at, self.config.watch);
        let within = |at: DateTime<Utc>| at <= until;
        let watched = Watched {
            message: message.id.clone(),
            sent_at: message.at,
            until,
            answers,
            has_link: message.body.words().is_some_and(carries_link),
            clicked: reception.and_then(|taken| taken.clicked_at).is_some_and(within),
            stars: reception
                .and_then(|taken| taken.rating)
                .filter(|rating| within(rating.at))
                .map(|rating| rating.stars),
            wrote_on: false,
            outcome: None,
        };
        let watches = self.watched.entry(message.conversation.clone()).or_default();
        let watch = if step.is_some() { &mut watches.step } else { &mut watches.answer };
        *watch = Some(watched);
    }

    /// Counts what became of a reply that was watched.
    fn settle(&mut self, watched: &Watched) {
        let is_open = watched.until > self.now;
        let outcome =
            watched.outcome.unwrap_or(if watched.wrote_on { Outcome::Answered } else { Outcome::Silent });
        let satisfied = watched.stars.is_some_and(|stars| stars >= self.config.satisfied_from);
        for answer in &watched.answers {
            let counts = self.counts.entry(answer.rule.clone()).or_default();
            if is_open {
                counts.open += 1;
                continue;
            }
            match outcome {
                Outcome::Answered => counts.answered += 1,
                Outcome::HandedOver => counts.handed_over += 1,
                Outcome::Silent => counts.silent += 1,
                Outcome::FollowedUp => counts.followed_up += 1,
            }
            counts.linked += u64::from(watched.has_link);
            counts.clicked += u64::from(watched.has_link && watched.clicked);
            counts.rated += u64::from(watched.stars.is_some());
            counts.satisfied += u64::from(satisfied);
            let hit = match self.config.compare_by {
                ReplyMeasure::Answered => counted(outcome, Outcome::Answered),
                ReplyMeasure::HandedOver => counted(outcome, Outcome::HandedOver),
                ReplyMeasure::Silent => counted(outcome, Outcome::Silent),
                ReplyMeasure::Clicked => watched.has_link.then_some(watched.clicked),
                ReplyMeasure::Satisfied => watched.stars.map(|_| satisfied),
            };
            if let (Some(hit), Some([a, b])) = (hit, self.texts.get_mut(&answer.rule)) {
                let arm = if answer.variant == TextVariant::A { a } else { b };
                arm.add(watched.sent_at, &watched.message, hit);
            }
        }
    }

    /// How each rule that fired is taken, by rule.
    #[must_use]
    pub fn finish(mut self) -> Vec<ReplyHealth> {
        let mut left: Vec<(ConversationId, Watches)> = self.watched.drain().collect();
        left.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let watches = left.into_iter().flat_map(|(_, Watches { answer, step })| [answer, step]);
        watches.flatten().for_each(|watched| self.settle(&watched));
        self.counts.iter().map(|(rule, counts)| self.health_of(rule, counts)).collect()
    }

    fn health_of(&self, rule: &RuleId, counts: &Counts) -> ReplyHealth {
        let config = &self.config;
        let taken = counts.answered + counts.handed_over + counts.silent;
        let unjudged = |hits| ReplyFigure::unjudged(hits, taken, config.confidence);
        let most_handed_over = Threshold::AtMost(config.handed_over_at_most);
        let handed_over = if ReplyKind::of_step(rule).is_none_or(ReplyKind::should_spare_people) {
            ReplyFigure::judged(counts.handed_over, taken, most_handed_over, true, config)
        } else {
            unjudged(counts.handed_over)
        };
        let (clicks, least_clicked) =
            (self.clicks_recorded && counts.linked > 0, Threshold::AtLeast(config.clicked_at_least));
        let clicked = ReplyFigure::judged(counts.clicked, counts.linked, least_clicked, clicks, config);
        let (ratings, least_satisfied) = (counts.rated > 0, Threshold::AtLeast(config.satisfied_at_least));
        let satisfied = ReplyFigure::judged(counts.satisfied, counts.rated, least_satisfied, ratings, config);
        let reasons: Vec<Reason> = [
            (RewriteRemedy::HANDED_OVER, &handed_over, config.handed_over_at_most),
            (RewriteRemedy::CLICKED, &clicked, config.clicked_at_least),
            (RewriteRemedy::SATISFIED, &satisfied, config.satisfied_at_least),
        ]
        .into_iter()
        .filter_map(|(code, figure, threshold)| rewrite_reason(code, figure, threshold))
        .collect();
        let verdict = verdict_of([&handed_over, &clicked, &satisfied]);
        let deadline = self.calendar.add(self.now, config.within);
        ReplyHealth {
            rule: rule.clone(),
            fired: counts.fired,
            open: counts.open,
            followed_up: counts.followed_up,
            answered: unjudged(counts.answered),
            handed_over,
            silent: unjudged(counts.silent),
            clicked,
            satisfied,
            verdict,
            remedy: (!reasons.is_empty()).then(|| RewriteRemedy {
                owner: config.owner.clone(),
                deadline,
                reasons,
            }),
            texts: self.texts.get(rule).map(|[a, b]| compare_texts(a, b, config)),
        }
    }
}

fn verdict_of(figures: [&ReplyFigure; 3]) -> FigureVerdict {
    let any = |verdict| figures.iter().any(|figure| figure.verdict == Some(verdict));
    if any(FigureVerdict::Rewrite) {
        FigureVerdict::Rewrite
    } else if any(FigureVerdict::Keep) {
        FigureVerdict::Keep
    } else if any(FigureVerdict::NotEnoughYet) {
        FigureVerdict::NotEnoughYet
    } else {
        FigureVerdict::NotRecorded
    }
}

fn rewrite_reason(code: &'static str, figure: &ReplyFigure, threshold: f64) -> Option<Reason> {
    (figure.verdict == Some(FigureVerdict::Rewrite)).then(|| {
        Reason::new(code)
            .with("percent", figure.percent.unwrap_or_default())
            .with("threshold", threshold)
            .with("hits", figure.hits)
            .with("of", figure.of)
            .with("certain", figure.certain)
    })
}

/// Whether a firing came to what is asked for; nothing where it says nothing of the answer.
fn counted(outcome: Outcome, wanted: Outcome) -> Option<bool> {
    (outcome != Outcome::FollowedUp).then_some(outcome == wanted)
}

/// What the engine's decision about the customer's next message makes of the answer before.
fn outcome_of(reasons: &[Reason]) -> Option<Outcome> {
    let is = |wanted: &str| reasons.iter().any(|reason| reason.code == wanted);
    let fell_back = reasons.iter().filter(|reason| reason.code == "reply.fallback").any(|reason| {
        matches!((reason.number("count"), reason.number("hand_over_at")), (Some(count), Some(at)) if count >= at)
    });
    if is("reply.high_value") {
        Some(Outcome::Answered)
    } else if fell_back || is("reply.human_request") || is("reply.offer_taken") || is("reply.repeated") {
        Some(Outcome::HandedOver)
    } else {
        None
    }
}

/// Whether a text holds something to follow.
fn carries_link(text: &str) -> bool {
    let folded = text.to_ascii_lowercase();
    ["http://", "https://", "www."].iter().any(|beginning| folded.contains(beginning))
}
