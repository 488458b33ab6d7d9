//! Tags: a taxonomy of dimensions, rules that set tags, and lifecycles that remind, prompt, expire and ask
//! for review.
//!
//! A tag's rule is a typed [`Condition`], or an expression of the [language of segments](crate::segment). A rule that names an
//! event sets the tag when the event happens and leaves its end to the lifecycle; any other rule keeps the tag on the customer
//! exactly while it holds. A person's tag is never taken away by a rule. Every tag carries who or which rule set it, when, and
//! why.

mod activity;
mod condition;
mod config;
mod due;
mod engine;
mod error;
mod firing;
mod lifecycle;
mod merge;
mod rule;
mod rules;
mod taxonomy;
#[cfg(test)]
mod tests;
mod trigger;

pub use activity::{Activity, ActivityKind};
pub use condition::{Condition, Range, TagEvent};
#[allow(unused_imports)] // The playbook reads it.
pub(crate) use config::STANDARD;
pub use config::{DimensionConfig, Lifecycle, TagConfig, TagDefinition};
pub use engine::{AgendaItem, TagEngine};
pub use error::{ERRORS, TagError};
pub use lifecycle::TagStep;
pub use merge::merge_tags;
pub(crate) use trigger::PersonsChoice;
pub use trigger::{RemovedTag, TagAction, TagChanges, TagTrigger};
