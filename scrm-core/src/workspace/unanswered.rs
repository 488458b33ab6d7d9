//! What customers asked and no rule answered, with what people then replied.

use chrono::{DateTime, TimeDelta, Utc};
use rustc_hash::FxHashMap;

use crate::desk::{Author, MessageRecord};
use crate::foundation::text::Folded;
use crate::foundation::{ConversationId, MessageId, RuleId};
use crate::keyword::KeywordMatcher;
use crate::keyword::mine::{KeywordMiner, MiningConfig};
use crate::reply::{ReplyEngine, ReplyKind};

/// What a person writes later than this after a question is no reply to it.
const REPLY_WITHIN: TimeDelta = TimeDelta::hours(24);

/// So many questions of one conversation wait for a reply; the oldest goes without.
const MOST_WAITING: usize = 8;

/// Feeds a miner from messages in the order of their times. Memory is that of the miner, and of the questions that wait for a
/// reply: a few of each conversation.
pub(super) struct Unanswered<'e> {
    replies: &'e ReplyEngine,
    /// Finds what was accepted or declined before.
    decided: Option<KeywordMatcher>,
    miner: KeywordMiner,
    waiting: FxHashMap<ConversationId, Vec<Question>>,
}

struct Question {
    at: DateTime<Utc>,
    id: MessageId,
    text: String,
}

impl<'e> Unanswered<'e> {
    pub(super) fn new(
        replies: &'e ReplyEngine,
        decided: Option<KeywordMatcher>,
        config: &MiningConfig,
    ) -> Self {
        Self { replies, decided, miner: KeywordMiner::new(config), waiting: FxHashMap::default() }
    }

    pub(super) fn add(&mut self, message: &MessageRecord) {
        match &message.author {
            Author::Customer => self.customer_wrote(message),
            Author::Agent { .. } => self.person_wrote(message),
            Author::Engine { .. } => {}
        }
    }

    fn customer_wrote(&mut self, message: &MessageRecord) {
        let Some(words) = message.body.words().filter(|_| message.answerable) else { return };
        // A welcome alone answers nothing: with an answer to a keyword in it, the keyword's rule answered.
        let answered = message.answered_by.as_ref().map(|rule| (ReplyKind::of_step(rule), rule));
        match answered.filter(|(step, _)| *step != Some(ReplyKind::Welcome)) {
            Some((Some(_), _)) => self.miner.count_answered(1),
            Some((None, rule)) => self.miner.add_answered(words, rule.as_str()),
            None if !self.replies.is_question(words) => {}
            None => match self.decided_about(words) {
                // As good as answered: new phrases should leave it alone.
                Some(rule) => self.miner.add_answered(words, rule.as_str()),
                None => self.wait(message, words),
            },
        }
    }

    /// The rule of an earlier proposal, accepted or declined, that a message belongs to.
    fn decided_about(&self, words: &str) -> Option<RuleId> {
        self.decided.as_ref()?.best(&Folded::new(words)).map(|hit| hit.rule)
    }

    fn wait(&mut self, message: &MessageRecord, words: &str) {
        let waiting = self.waiting.entry(message.conversation.clone()).or_default();
        if waiting.len() >= MOST_WAITING {
            let oldest = waiting.remove(0);
            self.miner.add(&oldest.text, None);
        }
        waiting.push(Question { at: message.at, id: message.id.clone(), text: words.to_owned() });
    }

    fn person_wrote(&mut self, message: &MessageRecord) {
        let Some(waiting) = self.waiting.remove(&message.conversation) else { return };
        for question in waiting {
            let in_time = message.at - question.at <= REPLY_WITHIN;
            self.miner.add(&question.text, message.body.words().filter(|_| in_time));
        }
    }

    /// The miner, with what nobody replied to either.
    pub(super) fn finish(mut self) -> KeywordMiner {
        let mut left: Vec<Question> = self.waiting.into_values().flatten().collect();
        left.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        left.iter().for_each(|question| self.miner.add(&question.text, None));
        self.miner
    }
}
