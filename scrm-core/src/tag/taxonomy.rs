//! The taxonomy as the engine reads it: tags with their rules, groups and dependencies.

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;

use super::condition::{Dependencies, Facts};
use super::config::{Lifecycle, TagConfig, TagDefinition};
use super::error::TagError;
use super::rule::Rule;
use crate::customer::Customer;
use crate::foundation::time::{Calendar, Span};
use crate::foundation::{CurrencyTable, RuleId, TagId};
use crate::segment::{FactSet, Segment, SegmentSchema};

#[derive(Debug)]
pub(super) struct CompiledTag {
    pub(super) id: TagId,
    pub(super) rule_id: RuleId,
    pub(super) rule: Option<Rule>,
    /// What stands in place of a rule, where it asks for more than fields: time, what happened, consents.
    pub(super) expression: Option<Segment>,
    /// What the expression, or what decides about another tag of its group, reads.
    pub(super) reads: FactSet,
    /// What the rule, or the rule of another tag of its group, looks at.
    pub(super) dependencies: Dependencies,
    pub(super) names_event: bool,
    /// Whether passing time alone can set or take away the tag.
    pub(super) depends_on_time: bool,
    pub(super) group: Option<String>,
    pub(super) lifecycle: Lifecycle,
}

#[derive(Debug)]
pub(super) struct Taxonomy {
    pub(super) tags: Vec<CompiledTag>,
    pub(super) by_id: FxHashMap<TagId, usize>,
    pub(super) expressions: Expressions,
    /// The fields that rules about time look at.
    pub(super) fields_beside_time: u64,
    pub(super) audience: String,
    pub(super) activity_window: Span,
    pub(super) calendar: Calendar,
    pub(super) currencies: CurrencyTable,
}

/// What the expressions of a taxonomy have in common that ask for more than fields.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Expressions {
    pub(super) count: usize,
    /// Whether passing time may change the answer of one.
    pub(super) depend_on_time: bool,
    /// Whether one asks what happened.
    pub(super) read_events: bool,
}

impl Expressions {
    fn add(&mut self, expression: &Segment) {
        self.count += 1;
        self.depend_on_time |= expression.depends_on_time();
        self.read_events |= expression.reads().has_events();
    }
}

impl Taxonomy {
    pub(super) fn new(config: &TagConfig, schema: &SegmentSchema) -> Result<Self, TagError> {
        // The defect: periods counted in UTC instead of on the workspace's clocks.
        let calendar = if planted("t2") { Calendar::utc() } else { schema.calendar().clone() };
        if config.activity_window.is_zero() {
            return Err(TagError::ZeroSpan { path: "activity_window".to_owned() });
        }
        let mut tags: Vec<CompiledTag> = Vec::new();
        let mut by_id = FxHashMap::default();
        let mut expressions = Expressions::default();
        for (dimension_index, dimension) in config.dimensions.iter().enumerate() {
            for (index, definition) in dimension.tags.iter().enumerate() {
                let path = format!("dimensions[{dimension_index}].tags[{index}]");
                let compiled = compile(definition, schema, &path)?;
                compiled.expression.iter().for_each(|expression| expressions.add(expression));
                if by_id.insert(compiled.id.clone(), tags.len()).is_some() {
                    return Err(TagError::Duplicate {
                        path: format!("{path}.id"),
                        id: definition.id.clone(),
                    });
                }
                tags.push(compiled);
            }
        }
        let beside_time = tags.iter().filter(|tag| tag.depends_on_time);
        let fields_beside_time = beside_time.fold(0, |bits, tag| bits | tag.dependencies.fields);
        share_dependencies_in_groups(&mut tags);
        Ok(Self {
            tags,
            expressions,
            by_id,
            fields_beside_time,
            audience: config.audience.clone(),
            activity_window: config.activity_window,
            calendar,
            currencies: schema.currencies().clone(),
        })
    }

    /// What rules are held against when nothing just happened.
    pub(super) const fn facts<'a>(&'a self, customer: &'a Customer, now: DateTime<Utc>) -> Facts<'a> {
        let (calendar, currencies) = (&self.calendar, &self.currencies);
        Facts { customer, event: None, activity: None, calendar, currencies, now }
    }

    pub(super) fn tag(&self, id: &TagId) -> Option<&CompiledTag> {
        self.tags.get(*self.by_id.get(id)?)
    }
}

/// The rule of a tag, or the expression in its place that asks for more than fields.
fn rule_of(
    definition: &TagDefinition,
    schema: &SegmentSchema,
    path: &str,
) -> Result<(Option<Rule>, Option<Segment>), TagError> {
    if let Some(rule) = &definition.rule {
        rule.check(&format!("{path}.rule"))?;
    }
    let Some(when) = &definition.when else {
        return Ok((definition.rule.clone().map(Rule::Condition), None));
    };
    let expression = compile_expression(definition, when, schema, path)?;
    Ok(match expression.reads_fields_alone() {
        true => (Some(Rule::Expression(expression)), None),
        false => (None, Some(expression)),
    })
}

fn compile_expression(
    definition: &TagDefinition,
    when: &str,
    schema: &SegmentSchema,
    path: &str,
) -> Result<Segment, TagError> {
    let path = format!("{path}.when");
    if definition.rule.is_some() {
        return Err(TagError::Condition { path, cause: "a tag has a rule or an expression, not both" });
    }
    match Segment::parse(when, schema) {
        Ok(expression) if expression.reads().has_marks() => {
            Err(TagError::Condition { path, cause: "the expression of a tag cannot read tags or updated_at" })
        }
        Ok(expression) => Ok(expression),
        Err(error) => Err(TagError::Expression { path, error }),
    }
}

fn compile(definition: &TagDefinition, schema: &SegmentSchema, path: &str) -> Result<CompiledTag, TagError> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    if definition.id.is_empty() || !definition.id.chars().all(allowed) {
        return Err(TagError::BadId { path: format!("{path}.id"), id: definition.id.clone() });
    }
    definition.lifecycle.check(&format!("{path}.lifecycle"))?;
    let (rule, expression) = rule_of(definition, schema, path)?;
    let dependencies = rule.as_ref().map(Rule::dependencies).unwrap_or_default();
    let of_rule = FactSet::of_fields(dependencies.fields);
    Ok(CompiledTag {
        id: TagId::new(&definition.id),
        rule_id: RuleId::new(&definition.id),
        rule,
        reads: expression.as_ref().map_or(of_rule, |expression| expression.reads().clone()),
        expression,
        dependencies,
        names_event: dependencies.events != 0,
        depends_on_time: dependencies.time && dependencies.events == 0,
        group: definition.exclusive_group.clone(),
        lifecycle: definition.lifecycle.clone(),
    })
}

/// When one tag of a group goes, another that was held back may come: the group is looked at as one.
fn share_dependencies_in_groups(tags: &mut [CompiledTag]) {
    let mut groups: FxHashMap<String, (Dependencies, FactSet)> = FxHashMap::default();
    for tag in tags.iter() {
        if let Some(group) = &tag.group {
            let (dependencies, reads) = groups.entry(group.clone()).or_default();
            dependencies.merge(tag.dependencies);
            *reads = std::mem::take(reads).and(tag.reads.clone());
        }
    }
    for tag in tags.iter_mut() {
        if let Some((dependencies, reads)) = tag.group.as_ref().and_then(|group| groups.get(group)) {
            tag.dependencies = *dependencies;
            tag.reads.clone_from(reads);
        }
    }
}

#[cfg(plant)]
pub(super) fn planted(id: &str) -> bool {
    crate::foundation::plant::is_active(id)
}

#[cfg(not(plant))]
pub(super) const fn planted(_: &str) -> bool {
    false
}
