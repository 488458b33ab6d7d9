//! One turn, one decision: the order in which a reply is chosen.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::engine::{Moment, PhraseHits, Rules};
use super::outcome::{Circumstances, Reply, ReplyKind};
use super::phrases::Talk;
use super::template::{MissingVariable, cut};
use super::texts::TextSet;
use crate::customer::FieldName;
use crate::desk::{self, Conversation, Holder, PastQuestion};
use crate::foundation::text::{Folded, Language, Word, detect_language, sketch_similarity, words};
use crate::foundation::{Decision, Effect, Reason, RuleAnswer, RuleId};
use crate::transport::TOO_LATE;
use crate::trust::OptOutKind;

/// What was chosen to be said.
pub(super) struct Choice {
    kind: ReplyKind,
    keyword: Option<RuleId>,
    text: Option<Result<String, MissingVariable>>,
    answerable: bool,
    /// Whether it is for people to answer, whatever is said now.
    for_people: bool,
}

impl Choice {
    pub(super) const fn say(kind: ReplyKind, text: Result<String, MissingVariable>) -> Self {
        Self { kind, keyword: None, text: Some(text), answerable: true, for_people: false }
    }

    pub(super) const fn silent(answerable: bool) -> Self {
        Self { kind: ReplyKind::Silent, keyword: None, text: None, answerable, for_people: false }
    }

    fn for_people(self) -> Self {
        Self { for_people: true, ..self }
    }
}

/// Says that a message only thanks or takes note.
pub(crate) const COURTESY: &str = "reply.courtesy";

/// Says that a message has words that mean business.
pub(crate) const HIGH_VALUE: &str = "reply.high_value";

/// Room for the words of most messages.
const USUAL_WORDS: usize = 16;
/// A sketch is kept to this many hashes, the smallest: enough to compare, and bounded.
const LONGEST_SKETCH: usize = 64;

pub(super) struct Deciding<'a> {
    pub(super) rules: &'a Rules,
    moment: &'a Moment<'a>,
    pub(super) input: Circumstances<'a>,
    pub(super) now: DateTime<Utc>,
    language: Language,
    /// The end of the absence that `now` is in, once this decision has asked for it.
    absence: Option<Option<DateTime<Utc>>>,
    pub(super) conversation: &'a mut Conversation,
    /// The keyword answers in the reply.
    pub(super) answers: Vec<RuleAnswer>,
    pub(super) high_value: bool,
    pub(super) reasons: Vec<Reason>,
    pub(super) effects: Vec<Effect>,
}

/// Decides about the turn of a conversation, and leaves the conversation as it then is.
pub(super) fn decide(
    moment: &Moment<'_>,
    conversation: &mut Conversation,
    input: Circumstances<'_>,
) -> Decision<Reply> {
    let text = Arc::clone(&conversation.turn.text);
    let mut deciding = Deciding::begin(moment, conversation, &text, input);
    let left = input.reply_left && deciding.conversation.turn.reply.is_some();
    let choice = if left {
        deciding.reasons.push(Reason::new("reply.already_left"));
        Choice::silent(true)
    } else {
        deciding.forget_this_turn();
        deciding.choose(&text)
    };
    deciding.finish(choice, left)
}

impl<'a> Deciding<'a> {
    pub(super) fn begin(
        moment: &'a Moment<'a>,
        conversation: &'a mut Conversation,
        text: &str,
        input: Circumstances<'a>,
    ) -> Self {
        let rules = moment.rules;
        let known = input.customer.text(&FieldName::Language).and_then(Language::from_tag);
        let language = known.or_else(|| detect_language(text)).unwrap_or(rules.language);
        let (reasons, effects) = (Vec::with_capacity(2), Vec::with_capacity(2));
        Self {
            rules,
            moment,
            input,
            now: moment.now,
            language,
            absence: None,
            conversation,
            answers: Vec::new(),
            high_value: false,
            reasons,
            effects,
        }
    }

    /// Takes back what an earlier decision about this same turn left behind, so that deciding again on the
    /// joined words replaces it.
    fn forget_this_turn(&mut self) {
        let conversation = &mut *self.conversation;
        let number = conversation.turn.number;
        let queued = matches!(conversation.holder, Holder::Queue { .. });
        if queued && conversation.handed_over_turn == Some(number) {
            conversation.holder = Holder::Bot;
            conversation.handed_over_turn = None;
        }
        if conversation.welcomed_turn == Some(number) {
            conversation.welcomed_turn = None;
        }
        if conversation.away_announced.is_some_and(|(_, turn)| turn == number) {
            conversation.away_announced = None;
        }
        conversation.unmatched = match conversation.unmatched {
            Some((count, turn)) if turn == number => {
                count.checked_sub(1).filter(|count| *count > 0).map(|count| (count, number.saturating_sub(1)))
            }
            before => before,
        };
        if conversation.questions.iter().any(|question| question.turn == number) {
            let others = conversation.questions.iter().filter(|question| question.turn != number);
            conversation.questions = others.cloned().collect();
        }
    }

    fn choose(&mut self, text: &str) -> Choice {
        let mut room = self.moment.room.borrow_mut();
        let folded = Folded::in_room(text, &mut room.fold);
        let hits = self.rules.phrases_in(&folded, &mut room.words);
        let choice = self.choose_by_words(text, &folded, &hits);
        folded.leave(&mut room.fold);
        choice
    }

    fn choose_by_words(&mut self, text: &str, folded: &Folded<'_>, hits: &PhraseHits) -> Choice {
        self.return_from_silent_people();
        let found = hits.hand_over;

        match self.rules.consent_word(folded, &hits.opt_out) {
            // Read together a stop goes before a resumption, but what was said later counts.
            Some(OptOutKind::Stop) if self.says(OptOutKind::Resume) && self.has_opted_out() => {
                return self.opt_in();
            }
            Some(OptOutKind::Stop) if self.took_stop_back() => {}
            Some(OptOutKind::Stop) => match self.input.resumed {
                Some(resumed) => return self.opted_out_before(resumed),
                None => return self.opt_out(found),
            },
            Some(OptOutKind::Resume) if self.has_opted_out() => return self.opt_in(),
            _ => {}
        }
        let held = self.conversation.holder != Holder::Bot;
        if !held {
            let offer_taken = self.offer_taken(text, folded);
            if offer_taken || found.human_request {
                return self.human_request(offer_taken, found.high_value);
            }
        }
        if found.high_value {
            let reason = self.high_value();
            self.reasons.push(reason);
            if !held {
                let texts = if self.absence_end().is_some() {
                    &self.rules.high_value_away
                } else {
                    &self.rules.high_value_texts
                };
                let text = self.fill(texts);
                self.announced();
                return Choice::say(ReplyKind::HighValue, text);
            }
        }
        if held {
            self.reasons.push(self.held());
            let silent = Choice::silent(false);
            if self.rules.talk(folded) != Talk::Courtesy {
                return silent.for_people();
            }
            self.reasons.push(Reason::new(COURTESY));
            return silent;
        }
        self.choose_by_rule(folded, hits)
    }

    /// The bot's own part of the order: the same question again, welcome, away, keyword, small talk, fallback.
    fn choose_by_rule(&mut self, folded: &Folded<'_>, hits: &PhraseHits) -> Choice {
        let mut cut: Vec<Word<'_>> = Vec::with_capacity(USUAL_WORDS);
        cut.extend(words(folded.text()));
        let talk = self.rules.small_talk.reading(folded.text(), &cut);
        if talk == Talk::Question && self.asked_too_often(folded, &cut) {
            return self.repeated();
        }
        if self.input.first_contact && self.conversation.welcomed_turn.is_none() {
            return self.welcome(hits);
        }
        if talk == Talk::Courtesy {
            self.reasons.push(Reason::new(COURTESY));
            return Choice::silent(false);
        }
        let absence = self.absence_end();
        let announced = self.conversation.away_announced.is_some_and(|(end, _)| end > self.now);
        if absence.is_some() && !announced {
            return self.away(hits);
        }
        if talk == Talk::NoWords {
            self.reasons.push(Reason::new("reply.no_words"));
            return Choice::silent(false);
        }
        if let Some((keyword, text)) = self.keyword(hits) {
            return Choice { keyword: Some(keyword), ..Choice::say(ReplyKind::Keyword, text) };
        }
        if let Some(end) = absence {
            self.reasons.insert(0, Reason::new("reply.away_already_announced").with("until", end));
            return Choice::silent(true).for_people();
        }
        if talk == Talk::Greeting {
            self.reasons.insert(0, Reason::new("reply.greeting"));
            return Choice::say(ReplyKind::Greeting, self.fill(&self.rules.greeting));
        }
        self.fallback()
    }

    fn asked_too_often(&mut self, folded: &Folded<'_>, words: &[Word<'_>]) -> bool {
        let mut present = self.rules.asked.sketch(folded.text(), words);
        present.truncate(LONGEST_SKETCH);
        if present.is_empty() {
            return false;
        }
        let at = self.conversation.turn.last_at.unwrap_or(self.now);
        let oldest = self.rules.repeat_oldest(at);
        let questions = &self.conversation.questions;
        let forgotten = questions.partition_point(|question| question.at < oldest);
        // Forgotten before they are counted: deciding the same turn again counts the same ones.
        let earlier = self.rules.repeat_remembered.saturating_sub(1);
        let forgotten = forgotten.max(questions.len().saturating_sub(earlier));
        let remembered = questions.iter().skip(forgotten);
        let alike = remembered
            .clone()
            .filter(|question| sketch_similarity(&question.sketch, &present) >= self.rules.repeat_similarity)
            .count();
        let this = PastQuestion { turn: self.conversation.turn.number, at, sketch: present.into() };
        self.conversation.questions = remembered.cloned().chain(std::iter::once(this)).collect();
        let count = alike.saturating_add(1);
        let enough = count >= self.rules.repeat_times;
        if enough || count > 1 {
            let code = if enough { "reply.repeated" } else { "reply.asked_before" };
            self.reasons
                .push(Reason::new(code).with("count", count).with("hand_over_at", self.rules.repeat_times));
        }
        enough
    }

    fn welcome(&mut self, hits: &PhraseHits) -> Choice {
        self.conversation.welcomed_turn = Some(self.conversation.turn.number);
        self.reasons.insert(0, Reason::new("reply.first_contact"));
        let mut parts = Vec::with_capacity(3);
        if self.rules.welcome_joins_away && self.absence_end().is_some() {
            parts.push(self.away_text());
        }
        let answer = if self.rules.welcome_joins_keyword { self.keyword(hits) } else { None };
        let keyword = answer.map(|(keyword, text)| {
            parts.push(text);
            keyword
        });
        let texts = if parts.is_empty() { &self.rules.welcome } else { &self.rules.welcome_short };
        parts.insert(0, self.fill(texts));
        Choice { keyword, ..Choice::say(ReplyKind::Welcome, paragraphs(parts)) }
    }

    fn away(&mut self, hits: &PhraseHits) -> Choice {
        let mut parts = vec![self.away_text()];
        let answer = if self.rules.away_joins_keyword { self.keyword(hits) } else { None };
        let keyword = answer.map(|(keyword, text)| {
            parts.push(text);
            keyword
        });
        Choice { keyword, ..Choice::say(ReplyKind::Away, paragraphs(parts)) }
    }

    /// The announcement of the present absence, which counts as made from here on.
    fn away_text(&mut self) -> Result<String, MissingVariable> {
        if let Some(end) = self.absence_end() {
            self.reasons.push(Reason::new("reply.away").with("until", end));
        }
        self.announced();
        let join = &self.rules.speech(self.language).join;
        let mut text = self.fill(&self.rules.away)?;
        let hotline = self.rules.hotline.as_ref().map(|_| &self.rules.away_hotline);
        let wait = self.input.average_wait.map(|_| &self.rules.away_wait);
        for sentence in hotline.into_iter().chain(wait) {
            let sentence = self.fill(sentence)?;
            text.push_str(join);
            text.push_str(&sentence);
        }
        Ok(text)
    }

    /// The answers to the keywords in the turn, and the first keyword's rule.
    fn keyword(&mut self, hits: &PhraseHits) -> Option<(RuleId, Result<String, MissingVariable>)> {
        let rules = self.rules;
        let answered = rules
            .keyword_rules(&hits.keywords)
            .into_iter()
            .filter_map(|rule| Some((&rule.id, rules.keyword_answers.get(&rule.id)?)))
            .take(rules.keywords_per_reply);
        let mut answer: Option<(RuleId, Result<String, MissingVariable>)> = None;
        for (rule, texts) in answered {
            self.reasons.push(Reason::new("reply.keyword").with("rule", rule.as_str()));
            let variant = texts.variant_for(rule, &self.conversation.customer);
            let text = self.fill(texts.text(variant));
            self.answers.push(RuleAnswer { rule: rule.clone(), variant });
            answer = Some(match answer {
                None => (rule.clone(), text),
                Some((first, before)) => {
                    (first, before.and_then(|before| paragraphs(vec![Ok(before), text])))
                }
            });
        }
        if answer.is_none() {
            self.reasons.push(Reason::new("reply.no_keyword"));
        }
        answer
    }

    fn fallback(&mut self) -> Choice {
        let count = self.conversation.unmatched.map_or(0, |(count, _)| count).saturating_add(1);
        self.conversation.unmatched = Some((count, self.conversation.turn.number));
        let needed = self.rules.fallback_hand_over_after;
        let reason = Reason::new("reply.fallback").with("count", count).with("hand_over_at", needed);
        let texts = if count >= needed {
            self.hand_over(1, &reason);
            self.notify_hand_over(reason.clone());
            &self.rules.fallback_hand_over
        } else {
            &self.rules.fallback
        };
        self.reasons.insert(0, reason);
        Choice::say(ReplyKind::Fallback, self.fill(texts))
    }

    /// A conversation whose person or queue has been silent for too long is the bot's again.
    fn return_from_silent_people(&mut self) {
        let Some(touched) = desk::last_touched(self.conversation) else { return };
        let human = matches!(self.conversation.holder, Holder::Human { .. });
        let hold = if human { self.rules.human_hold } else { self.rules.queue_hold };
        if self.rules.calendar.add(touched, hold) <= self.now {
            desk::return_to_bot(self.conversation);
            self.reasons.push(Reason::new("reply.returned_to_bot").with("since", touched));
        }
    }

    pub(super) fn absence_end(&mut self) -> Option<DateTime<Utc>> {
        *self.absence.get_or_insert_with(|| self.moment.absence_end())
    }

    /// The present absence, where there is one, has been told to the customer in this turn.
    pub(super) fn announced(&mut self) {
        if let Some(end) = self.absence_end() {
            self.conversation.away_announced = Some((end, self.conversation.turn.number));
        }
    }

    /// Whether the reply to this turn tells of the present absence.
    pub(super) fn has_announced(&self) -> bool {
        self.conversation.away_announced.is_some_and(|(_, turn)| turn == self.conversation.turn.number)
    }

    pub(super) fn fill(&self, texts: &TextSet) -> Result<String, MissingVariable> {
        let speech = self.rules.speech(self.language);
        let values = |name: &str| -> Option<Cow<'_, str>> {
            match name {
                "name" => self.input.customer.text(&FieldName::Name).map(Cow::from),
                "company" => self.input.customer.text(&FieldName::Company).map(Cow::from),
                "workspace" => Some(Cow::from(self.rules.workspace.as_str())),
                "hotline" => self.rules.hotline.as_deref().map(Cow::from),
                "average_wait" => speech.length(self.input.average_wait?).ok().map(Cow::from),
                "back_at" => {
                    let back = self.rules.absences.back_at(self.absence.flatten()?);
                    speech.instant(&self.rules.calendar, back, self.now).ok().map(Cow::from)
                }
                _ => None,
            }
        };
        texts.in_language(self.language).fill(&values, self.rules.longest_text)
    }

    fn finish(mut self, choice: Choice, left: bool) -> Decision<Reply> {
        let Choice { mut kind, mut keyword, text, mut answerable, mut for_people } = choice;
        if !matches!(kind, ReplyKind::Fallback | ReplyKind::Silent) {
            self.conversation.unmatched = None;
        }
        let rule = match kind {
            ReplyKind::Keyword => keyword.clone(),
            kind => self.rules.step(kind),
        };
        let text = text.and_then(|text| match text {
            Ok(text) => Some(cut(text, self.rules.longest_text)),
            Err(missing) => {
                self.reasons.insert(0, Reason::new("reply.missing_variable").with("variable", missing.name));
                (kind, keyword) = (ReplyKind::Silent, None);
                None
            }
        });
        self.cancel_unread_timer();
        let mut reply = text.map(|text| (text, self.reply_time(kind)));
        if let Some((_, time)) = &reply
            && time.expires_at <= self.now
        {
            // The message came so late that its reply would be too late at once: people have to see it.
            self.reasons.insert(0, Reason::new(TOO_LATE).with("expired", time.expires_at));
            for_people |= !matches!(kind, ReplyKind::OptOut | ReplyKind::OptIn);
            (kind, keyword, reply, answerable) = (ReplyKind::Silent, None, None, false);
        }
        let rule = rule.filter(|_| reply.is_some());
        // Whoever is told that people will answer waits for them, also where a keyword's answer comes with it.
        for_people |= rule.is_some() && self.has_announced();
        match (reply, &rule) {
            (Some((text, time)), Some(rule)) => self.send(text, rule.clone(), time),
            _ if left => {}
            _ => self.cancel_waiting_reply(),
        }
        let (high_value, language) = (self.high_value, self.language);
        let value = Reply { kind, rule, keyword, answerable, for_people, high_value, language };
        Decision { value, reasons: self.reasons, effects: self.effects }
    }

    /// The customer wrote: the reply before is no longer unanswered.
    fn cancel_unread_timer(&mut self) {
        let Some(replied) = self.conversation.last_reply_at else { return };
        if self.rules.calendar.add(replied, self.rules.offer_after) >= self.now {
            self.effects.push(Effect::CancelTimer { key: super::unread::timer_key(self.conversation) });
        }
    }

    pub(super) const fn language(&self) -> Language {
        self.language
    }
}

fn paragraphs(parts: Vec<Result<String, MissingVariable>>) -> Result<String, MissingVariable> {
    let mut parts = parts.into_iter();
    let mut text = parts.next().unwrap_or_else(|| Ok(String::new()))?;
    for part in parts {
        text.push_str("\n\n");
        text.push_str(&part?);
    }
    Ok(text)
}
