//! What the sections of a playbook say of each other, and what no engine reads by itself.

use super::engines::Refusal;
use crate::audit::AuditConfig;
use crate::customer::{CustomFields, FieldName, is_region};
use crate::foundation::{Currency, TagId};
use crate::playbook::{Playbook, PlaybookError};
use crate::priority::PriorityConfig;

/// What would be wrong without a word: a rate of 0 leaves amounts unread, a region that
/// is none all numbers without a country.
pub(super) fn check(playbook: &Playbook, refusal: Refusal<'_>) -> Result<(), PlaybookError> {
    let refuse = |section: &str, field: &str, code, message: &str| {
        Err(refusal(section, Some(field), code, message.to_owned()))
    };
    if playbook.v != Playbook::FORMAT {
        return Err(refusal("v", None, "playbook.version", format!("`v` must be {}", Playbook::FORMAT)));
    }
    let region = playbook.workspace.region.as_str();
    if !region.is_empty() && !is_region(region) {
        let message = "`region` must be two letters of a country or region such as \"TW\", or empty";
        return refuse("workspace", "region", "playbook.region", message);
    }
    check_names(playbook, refusal)?;
    for (name, rate) in &playbook.currency.rates {
        let is_currency = Currency::parse(name).is_some_and(|currency| currency.as_str() == name);
        if !is_currency || !rate.is_finite() || *rate <= 0.0 {
            let message = "a rate has three capital letters such as \"USD\" for its name and is more than 0";
            return refuse("currency", &format!("rates.{name}"), "playbook.rate", message);
        }
        if *name == playbook.currency.base.as_str() && (*rate - 1.0).abs() > f64::EPSILON {
            let message = "one unit of `base` is worth one of itself: leave this rate out";
            return refuse("currency", &format!("rates.{name}"), "playbook.rate", message);
        }
    }
    Ok(())
}

/// Names that lead nowhere: a blank one, a field or a tag that there is not. A field of the workspace's own is one that it
/// declares; of the standard's tags, who has a taxonomy of its own need not have any.
fn check_names(playbook: &Playbook, refusal: Refusal<'_>) -> Result<(), PlaybookError> {
    let refuse = |section: &str, field: &str, code, message: &str| {
        Err(refusal(section, Some(field), code, message.to_owned()))
    };
    if let Some((section, field, _)) =
        people(playbook).into_iter().find(|(_, _, name)| name.trim().is_empty())
    {
        return refuse(section, &field, "playbook.blank", "nobody is named: the name is blank");
    }
    let no_field = "there is no such field: one of the workspace's own stands in customer.custom_fields";
    if let Some((section, field)) = undeclared_field(playbook) {
        return refuse(section, &field, "playbook.unknown_field", no_field);
    }
    let is_tag = |id: &str| playbook.tags.tags().any(|tag| tag.id == id);
    let no_tag = "there is no such tag in the taxonomy";
    let quoted: &TagId = &playbook.audit.tag_accuracy.quoted_tag;
    if !is_tag(quoted.as_str()) && *quoted != AuditConfig::standard().tag_accuracy.quoted_tag {
        return refuse("audit", "tag_accuracy.quoted_tag", "playbook.unknown_tag", no_tag);
    }
    let mut unknown = playbook.priority.score.tag_values.keys().filter(|id| !is_tag(id)).peekable();
    if unknown.peek().is_some() {
        let standard = PriorityConfig::standard().score.tag_values;
        if let Some(id) = unknown.find(|id| !standard.contains_key(*id)) {
            return refuse("priority", &format!("score.tag_values.{id}"), "playbook.unknown_tag", no_tag);
        }
    }
    Ok(())
}

/// Everybody who is told or asked something, and the workspace itself, by section and field.
fn people(playbook: &Playbook) -> Vec<(&'static str, String, &str)> {
    let (priority, replies) = (&playbook.priority, &playbook.replies);
    let remedies = &playbook.audit.remedies;
    let mut people = vec![
        ("workspace", "name".to_owned(), playbook.workspace.name.as_str()),
        ("tags", "audience".to_owned(), &playbook.tags.audience),
        ("priority", "supervisor".to_owned(), &priority.supervisor),
        ("priority", "greeting.audience".to_owned(), &priority.greeting.audience),
        ("replies", "human_request.audience".to_owned(), &replies.human_request.audience),
        ("replies", "high_value.audience".to_owned(), &replies.high_value.audience),
    ];
    let owners = [
        ("fill_gaps", &remedies.fill_gaps.owner),
        ("gap_plan", &remedies.gap_plan.owner),
        ("mend_tags", &remedies.mend_tags.owner),
        ("review_tags", &remedies.review_tags.owner),
        ("add_keywords", &remedies.add_keywords.owner),
        ("widen_coverage", &remedies.widen_coverage.owner),
        ("plan_staffing", &remedies.plan_staffing.owner),
        ("split_tag", &remedies.split_tag.owner),
        ("win_back", &remedies.win_back.owner),
        ("settle_outbox", &remedies.settle_outbox.owner),
        ("back_up", &remedies.back_up.owner),
    ];
    people
        .extend(owners.map(|(remedy, owner)| ("audit", format!("remedies.{remedy}.owner"), owner.as_str())));
    people
}

/// The first place that names a field which is neither of every customer's nor declared.
fn undeclared_field(playbook: &Playbook) -> Option<(&'static str, String)> {
    let own: &CustomFields = &playbook.customer.custom_fields;
    let is_unknown =
        |field: &FieldName| matches!(field, FieldName::Custom(_)) && own.type_of(field).is_none();
    if let Some(place) = playbook.customer.completeness.required.iter().position(is_unknown) {
        return Some(("customer", format!("completeness.required[{place}]")));
    }
    if let Some(field) = playbook.dedupe.survivorship.fields.keys().find(|field| is_unknown(field)) {
        return Some(("dedupe", format!("survivorship.fields.{}", field.as_str())));
    }
    for (place, dimension) in playbook.tags.dimensions.iter().enumerate() {
        for (number, tag) in dimension.tags.iter().enumerate() {
            let path = format!("dimensions[{place}].tags[{number}].rule");
            let unknown = tag.rule.as_ref().and_then(|rule| rule.place_of_field(&path, &is_unknown));
            if let Some(path) = unknown {
                return Some(("tags", path));
            }
        }
    }
    None
}
