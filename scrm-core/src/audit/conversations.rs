//! Who wrote, who waited, and who answered after how long.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use rustc_hash::{FxHashMap, FxHashSet};

use super::check::tidy;
use super::config::{AuditConfig, Clock};
use super::questions::{Question, QuestionTally, RuleNames};
use super::remedy::BusyHour;
use super::report::{
    AnsweredBy, ConversationFigures, DataNote, DayFigures, Distribution, ResponseFigures, WaitClass,
};
use super::sample::WaitingTimes;
use crate::desk::{Author, MessageRecord};
use crate::foundation::time::Calendar;
use crate::foundation::{ConversationId, MessageStatus, OutboxId};
use crate::reply::COURTESY;

/// Upper ends of the classes in which reports show waiting times, in seconds.
const WAIT_CLASSES: [Option<u32>; 7] =
    [Some(60), Some(300), Some(900), Some(3_600), Some(14_400), Some(86_400), None];

/// So much of a question's words is compared.
const QUESTION_BYTES: usize = 512;

type HourGrid = [[u64; 24]; 7];

#[derive(Debug)]
pub(crate) struct ConversationTally {
    calendar: Calendar,
    names: RuleNames,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
    join_within: TimeDelta,
    measured_in: Clock,
    target_seconds: i64,
    last_at: Option<DateTime<Utc>>,
    outside: u64,
    out_of_order: u64,
    threads: FxHashMap<ConversationId, Thread>,
    not_sent: FxHashSet<OutboxId>,
    incoming: u64,
    by_people: u64,
    by_engine: u64,
    days: BTreeMap<NaiveDate, AnsweredBy>,
    hours: HourGrid,
    long_waits: HourGrid,
    by_rules: Waits,
    people: Waits,
    both: Waits,
    /// What the check judges: waits that are over, and long ones that are not.
    measured: WaitingTimes,
    pub(crate) questions: QuestionTally,
}

/// What is remembered of a thread. Nothing of it holds words once the thread was answered.
#[derive(Debug, Default)]
struct Thread {
    waiting: Option<Wait>,
    question: Option<Question>,
}

#[derive(Debug)]
struct Wait {
    since: DateTime<Utc>,
    local: NaiveDateTime,
    messages: u64,
    /// When its latest message was written.
    last_at: DateTime<Utc>,
    /// Whether anybody was there to answer: imported history waits for nobody.
    is_live: bool,
    is_closed: bool,
}

#[derive(Debug, Default)]
struct Waits {
    clock: WaitingTimes,
    business: WaitingTimes,
}

impl Waits {
    fn add(&mut self, clock: i64, business: i64) {
        self.clock.add(clock);
        self.business.add(business);
    }

    fn figures(&self) -> ResponseFigures {
        ResponseFigures { clock: distribution(&self.clock), business: distribution(&self.business) }
    }
}

fn distribution(times: &WaitingTimes) -> Distribution {
    Distribution {
        count: times.count(),
        median: times.quantile(0.5).map(tidy),
        p90: times.quantile(0.9).map(tidy),
    }
}

impl ConversationTally {
    pub(crate) fn new(
        config: &AuditConfig,
        calendar: &Calendar,
        from: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        let join_within = i64::try_from(config.join_within.nominal_seconds()).unwrap_or(i64::MAX);
        Self {
            calendar: calendar.clone(),
            names: RuleNames::new(config),
            from,
            now,
            join_within: TimeDelta::try_seconds(join_within).unwrap_or(TimeDelta::MAX),
            measured_in: config.response_time.measured_in,
            target_seconds: (config.response_time.target * 60.0) as i64,
            last_at: None,
            outside: 0,
            out_of_order: 0,
            threads: FxHashMap::default(),
            not_sent: FxHashSet::default(),
            incoming: 0,
            by_people: 0,
            by_engine: 0,
            days: BTreeMap::new(),
            hours: [[0; 24]; 7],
            long_waits: [[0; 24]; 7],
            by_rules: Waits::default(),
            people: Waits::default(),
            both: Waits::default(),
            measured: WaitingTimes::default(),
            questions: QuestionTally::new(config),
        }
    }

    pub(crate) fn add(&mut self, message: &MessageRecord) {
        if message.at < self.from || message.at > self.now {
            self.outside += 1;
            return;
        }
        if self.last_at.is_some_and(|last| message.at < last) {
            self.out_of_order += 1;
        }
        self.last_at = self.last_at.max(Some(message.at));
        match &message.author {
            Author::Customer => self.add_incoming(message),
            Author::Agent { .. } => {
                self.by_people += 1;
                self.close_question(&message.conversation);
                if has_left(message) {
                    self.end_wait(message, false);
                }
            }
            Author::Engine { rule } => {
                self.by_engine += 1;
                self.close_question(&message.conversation);
                if self.names.answers(rule) && has_left(message) {
                    self.end_wait(message, true);
                }
            }
        }
    }

    /// States that a message of the outbox was not sent: whom it should have answered nobody has answered.
    pub(crate) fn not_sent(&mut self, message: &OutboxId) {
        self.not_sent.insert(message.clone());
    }

    fn add_incoming(&mut self, message: &MessageRecord) {
        self.incoming += 1;
        let local = self.calendar.to_local(message.at);
        count_hour(&mut self.hours, local);
        let thread = match self.threads.get_mut(&message.conversation) {
            Some(thread) => thread,
            None => self.threads.entry(message.conversation.clone()).or_default(),
        };
        match &mut thread.waiting {
            Some(wait) => {
                wait.messages += 1;
                wait.last_at = message.at;
            }
            None if message.body.asks_for_an_answer() && !message.has_reason(COURTESY) => {
                thread.waiting = Some(Wait {
                    since: message.at,
                    local,
                    messages: 1,
                    last_at: message.at,
                    is_live: message.was_decided(),
                    is_closed: false,
                });
            }
            None => self.days.entry(local.date()).or_default().not_needed += 1,
        }
        let is_sent = message.outbox.as_ref().is_none_or(|reply| !self.not_sent.contains(reply));
        let finished = match &mut thread.question {
            Some(question) if message.at - question.last_at <= self.join_within => {
                question.extend(message, is_sent);
                None
            }
            question => question.replace(Question::of(message, is_sent)),
        };
        if let Some(question) = finished {
            self.questions.add(question, &self.names);
        }
    }

    fn close_question(&mut self, conversation: &ConversationId) {
        let question = self.threads.get_mut(conversation).and_then(|thread| thread.question.take());
        if let Some(question) = question {
            self.questions.add(question, &self.names);
        }
    }

    fn end_wait(&mut self, message: &MessageRecord, by_rule: bool) {
        let wait = self.threads.get_mut(&message.conversation).and_then(|thread| thread.waiting.take());
        let Some(wait) = wait else { return };
        let clock = (message.at - wait.since).num_seconds().max(0);
        let business = self.calendar.business_seconds(wait.since, message.at).max(0);
        self.both.add(clock, business);
        let day = self.days.entry(wait.local.date()).or_default();
        if by_rule {
            day.rule += wait.messages;
            self.by_rules.add(clock, business);
        } else {
            day.person += wait.messages;
            self.people.add(clock, business);
        }
        let measured = match self.measured_in {
            Clock::Clock => clock,
            Clock::Business => business,
        };
        self.measured.add(measured);
        if measured > self.target_seconds {
            count_hour(&mut self.long_waits, wait.local);
        }
    }

    /// States that a person closed a thread, after its messages: whoever waited in it waits no more, and was not answered.
    pub(crate) fn closed(&mut self, conversation: &ConversationId, at: DateTime<Utc>) {
        let waiting = self.threads.get_mut(conversation).and_then(|thread| thread.waiting.as_mut());
        if let Some(wait) = waiting.filter(|wait| wait.last_at <= at) {
            wait.is_closed = true;
        }
    }

    /// Ends what is open: questions are counted, waits go on. One that is longer than the target already counts with the
    /// time waited so far: left out, nobody who never was answered would be seen.
    pub(crate) fn finish(&mut self) -> StillWaiting {
        let mut open: Vec<Question> =
            self.threads.values_mut().filter_map(|thread| thread.question.take()).collect();
        open.sort_by(|a, b| (a.last_at, &a.first).cmp(&(b.last_at, &b.first)));
        for question in open {
            self.questions.add(question, &self.names);
        }
        let mut waiting = StillWaiting::default();
        for wait in self.threads.values().filter_map(|thread| thread.waiting.as_ref()) {
            self.days.entry(wait.local.date()).or_default().nobody += wait.messages;
            if wait.is_closed {
                continue;
            }
            waiting.threads += 1;
            let seconds = (self.now - wait.since).num_seconds().max(0);
            waiting.longest = waiting.longest.max(Some(seconds));
            let measured = match self.measured_in {
                Clock::Clock => seconds,
                Clock::Business => self.calendar.business_seconds(wait.since, self.now),
            };
            if wait.is_live && measured > self.target_seconds {
                self.measured.add(measured);
                count_hour(&mut self.long_waits, wait.local);
            }
        }
        waiting
    }

    pub(crate) const fn measured(&self) -> &WaitingTimes {
        &self.measured
    }

    pub(crate) fn long_waits(&self) -> u64 {
        self.long_waits.iter().flatten().sum()
    }

    /// The hours in which most long waits began, or in which most was written.
    pub(crate) fn busy_hours(&self) -> Vec<BusyHour> {
        let grid = if self.long_waits() > 0 { &self.long_waits } else { &self.hours };
        let mut hours: Vec<BusyHour> = (0_u8..)
            .zip(grid)
            .flat_map(|(weekday, row)| {
                (0_u8..).zip(row).map(move |(hour, count)| BusyHour { weekday, hour, count: *count })
            })
            .filter(|hour| hour.count > 0)
            .collect();
        hours.sort_by_key(|hour| Reverse(hour.count));
        hours
    }

    pub(crate) fn notes(&self, notes: &mut Vec<DataNote>) {
        if self.outside > 0 {
            notes.push(DataNote::OutsideWindow { messages: self.outside });
        }
        if self.out_of_order > 0 {
            notes.push(DataNote::OutOfOrder { messages: self.out_of_order });
        }
    }

    pub(crate) fn figures(&self, waiting: &StillWaiting) -> ConversationFigures {
        let days: Vec<DayFigures> = self
            .days
            .iter()
            .map(|(date, messages)| DayFigures { date: *date, messages: *messages })
            .collect();
        let answered_by = days.iter().fold(AnsweredBy::default(), |sum, day| AnsweredBy {
            rule: sum.rule + day.messages.rule,
            person: sum.person + day.messages.person,
            nobody: sum.nobody + day.messages.nobody,
            not_needed: sum.not_needed + day.messages.not_needed,
        });
        ConversationFigures {
            incoming: self.incoming,
            by_people: self.by_people,
            by_engine: self.by_engine,
            conversations: self.threads.len() as u64,
            answered_by,
            days,
            hours: self.hours.iter().map(|row| row.to_vec()).collect(),
            response: self.both.figures(),
            response_by_people: self.people.figures(),
            response_by_rules: self.by_rules.figures(),
            wait_classes: self.wait_classes(),
            waiting_now: waiting.threads,
            longest_wait: waiting.longest,
            notices: BTreeMap::new(),
        }
    }

    fn wait_classes(&self) -> Vec<WaitClass> {
        let mut before = (0, 0);
        WAIT_CLASSES
            .iter()
            .map(|up_to| {
                let end = up_to.unwrap_or(u32::MAX);
                let (rule, person) = (self.by_rules.clock.at_most(end), self.people.clock.at_most(end));
                let class = WaitClass { up_to: *up_to, rule: rule - before.0, person: person - before.1 };
                before = (rule, person);
                class
            })
            .collect()
    }
}

/// Threads that wait for an answer at the end.
#[derive(Debug, Default)]
pub(crate) struct StillWaiting {
    pub(crate) threads: u64,
    pub(crate) longest: Option<i64>,
}

impl Question {
    fn of(message: &MessageRecord, is_sent: bool) -> Self {
        let mut question = Self {
            first: message.id.clone(),
            last_at: message.at,
            answerable: 0,
            answered_by: None,
            is_sent: false,
            words: String::new(),
        };
        question.extend(message, is_sent);
        question
    }

    fn extend(&mut self, message: &MessageRecord, is_sent: bool) {
        self.last_at = message.at;
        if message.answerable {
            self.answerable = self.answerable.saturating_add(1);
        }
        if message.answered_by.is_some() {
            self.answered_by.clone_from(&message.answered_by);
            self.is_sent = is_sent;
        }
        let words = message.body.words().unwrap_or_default();
        if !self.words.is_empty() && !words.is_empty() {
            self.words.push(' ');
        }
        for character in words.chars() {
            if self.words.len() + character.len_utf8() > QUESTION_BYTES {
                break;
            }
            self.words.push(character);
        }
    }
}

fn count_hour(grid: &mut HourGrid, local: NaiveDateTime) {
    let day = local.weekday().num_days_from_monday() as usize;
    if let Some(count) = grid.get_mut(day).and_then(|row| row.get_mut(local.hour() as usize)) {
        *count += 1;
    }
}

/// Whether a message of ours reached the customer, as far as anybody knows: one that the provider could not deliver answers nobody.
fn has_left(message: &MessageRecord) -> bool {
    message.status != Some(MessageStatus::Failed)
}
