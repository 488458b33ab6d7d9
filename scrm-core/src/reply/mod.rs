//! Automatic replies: one per turn of the customer's, in a fixed order of decision.
//!
//! 1. **Opt-out words** stop marketing at once and are confirmed.
//! 2. **A request for a person**, or `1` after a person was offered, hands the conversation over.
//! 3. **High-value words** (an order confirmed, a contract to sign) hand it over and tell the sales supervisor.
//!    From here on nothing is said while a person holds the conversation or it waits for one; the first and
//!    the third act all the same.
//! 4. **The same question** for the third time, similar wording included, hands over.
//! 5. **Welcome** on first contact. The answer to a keyword and the announcement of an absence follow in the
//!    same message: a customer who opens with "how much is it?" expects the price, not only a greeting.
//! 6. **Away**, once per absence; the answer to a keyword follows in the same message. Later in the same
//!    absence keywords are answered, and what nothing matches waits silently for the people who come back.
//! 7. **Keyword**: up to two answers in one message.
//! 8. **Small talk**: a greeting is greeted, thanks want no answer.
//! 9. **Fallback**: says what can be asked; the second time in a row a person takes over.
//!
//! The reply waits in the outbox for the debounce. A message that joins the turn until then makes the engine
//! decide again on all of its words, and the new reply replaces the waiting one. What a turn left in the
//! [`Conversation`](crate::desk::Conversation) carries the turn's number, so that deciding it again starts
//! from where the turn before ended.
//!
//! A conversation that a person holds returns to the bot when it is closed, or when the person has not
//! written for `human_hold`; one that nobody takes out of the queue, after `queue_hold`.

mod absence;
mod answer;
mod asked;
pub(crate) mod config;
mod consent_said;
mod decide;
mod engine;
mod error;
mod hand_over;
mod health;
mod outcome;
mod phrases;
mod quick;
mod sending;
mod template;
#[cfg(test)]
mod tests;
mod texts;
mod unread;

pub use answer::text_variant;
pub use config::{
    AwayReply, FallbackReply, OptOutReply, PhraseReply, Phrases, RepeatReply, ReplyConfig, SmallTalk, Texts,
    UnreadOffer, WelcomeReply, Wording,
};
pub(crate) use consent_said::{OPT_IN, OPT_OUT};
pub(crate) use decide::{COURTESY, HIGH_VALUE};
pub(crate) use engine::Moment;
pub use engine::ReplyEngine;
pub use error::{ERRORS, ReplyError};
pub use health::{
    FigureVerdict, ReplyFigure, ReplyHealth, ReplyHealthConfig, ReplyHealthTally, ReplyMeasure,
    RewriteRemedy, TextComparison, TextVerdict,
};
pub(crate) use outcome::{Circumstances, Reply};
pub use outcome::{ReplyKind, ReplyOutcome, Resumption, TurnInput};
pub use quick::QuickReply;
pub use template::{MissingVariable, Template, TemplateError};
