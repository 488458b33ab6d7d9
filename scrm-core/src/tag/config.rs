//! The tag section of the playbook: the taxonomy, its rules and its lifecycles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use crate::foundation::Reason;
use crate::foundation::time::Span;

pub(crate) const STANDARD: &str = include_str!("standard.toml");

/// The taxonomy: dimensions with their tags.
///
/// ```
/// use scrm_core::tag::TagConfig;
/// let config = TagConfig::standard();
/// assert_eq!(config.dimensions.len(), 4);
/// assert!(config.lint().is_empty());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagConfig {
    /// Over how long activity is counted.
    pub activity_window: Span,
    /// Who gets a tag's notices: `owner`, a role, or an agent's id.
    pub audience: String,
    /// Fewest tags of a dimension before a warning.
    pub fewest_tags: usize,
    /// Most tags of a dimension before a warning: more are hard to keep up.
    pub most_tags: usize,
    /// The dimensions, in the order in which they are shown.
    pub dimensions: Vec<DimensionConfig>,
}

/// One way to look at customers: who they are, what they do, what they are worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DimensionConfig {
    /// Short name used in tag ids.
    pub id: String,
    /// What people call it, by language.
    pub names: BTreeMap<String, String>,
    /// Its tags. Where several of an exclusive group apply, the first wins.
    pub tags: Vec<TagDefinition>,
}

/// One tag: what it is called, when it is set, and how it lives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagDefinition {
    /// Its id, such as `behaviour.quoted`: kept for ever, never shown to customers.
    pub id: String,
    /// What people call it, by language.
    pub names: BTreeMap<String, String>,
    /// When the engine sets it; absent for a tag that only people set. A rule that names an event is looked at
    /// when that event happens, and the tag then lives by its lifecycle; any other rule sets the tag while it
    /// holds and takes it away when it no longer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Condition>,
    /// The same as an expression, as in docs/segments.md, in place of a rule: the engine sets the tag while it holds and takes it
    /// away when it no longer does. One that reads fields alone is asked wherever a rule about fields is. Workspaces ask any
    /// other when something that it reads changed, and when time may change its answer. It cannot read tags, or when the
    /// record last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// A customer has at most one tag of an exclusive group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusive_group: Option<String>,
    /// How it lives.
    #[serde(default)]
    pub lifecycle: Lifecycle,
}

/// How a tag lives after it was set. Days and months keep the local time at which the tag was set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lifecycle {
    /// Ends by itself after this long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_after: Option<Span>,
    /// Reminds this long after it was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_after: Option<Span>,
    /// Reminds this long before it expires or becomes overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_before: Option<Span>,
    /// Asks for an action this long after it was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_after: Option<Span>,
    /// Is overdue after this long, until a person closes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_after: Option<Span>,
    /// Asks for contact again and again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_every: Option<Span>,
    /// Asks to be looked at again, again and again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_every: Option<Span>,
    /// Only a person ends it.
    #[serde(default)]
    pub close_by_hand: bool,
    /// The event that sets it begins its period anew when it happens again.
    #[serde(default)]
    pub restarts: bool,
}

impl TagConfig {
    /// The built-in taxonomy.
    #[must_use]
    pub fn standard() -> Self {
        crate::playbook::standard_section(STANDARD)
    }

    /// What could be better though nothing is wrong: dimensions with fewer or more tags than suggested
    /// (`tag.dimension_size`).
    #[must_use]
    pub fn lint(&self) -> Vec<Reason> {
        let suggested = self.fewest_tags..=self.most_tags;
        self.dimensions
            .iter()
            .filter(|dimension| !suggested.contains(&dimension.tags.len()))
            .map(|dimension| {
                Reason::new("tag.dimension_size")
                    .with("dimension", dimension.id.as_str())
                    .with("tags", dimension.tags.len())
                    .with("fewest", self.fewest_tags)
                    .with("most", self.most_tags)
            })
            .collect()
    }

    /// Every tag's definition, in order.
    pub fn tags(&self) -> impl Iterator<Item = &TagDefinition> {
        self.dimensions.iter().flat_map(|dimension| &dimension.tags)
    }
}
