//! Whether priority rules make sense, checked once.

use super::config::{LevelConfig, PriorityConfig, ScoreConfig};
use super::error::PriorityError;

/// Checks the rules and gives back the level for everybody else.
pub(super) fn check(config: &PriorityConfig) -> Result<&LevelConfig, PriorityError> {
    let last = check_levels(&config.levels)?;
    let wrong = |path: &str, cause| PriorityError::Levels { path: path.to_owned(), cause };
    if !config.levels.iter().any(|level| level.level == config.high_value.level) {
        return Err(wrong("high_value.level", "there is no such level"));
    }
    if let Some(cause) = config.greeting.annual_spend.defect() {
        return Err(PriorityError::Range { path: "greeting.annual_spend".to_owned(), cause });
    }
    if config.greeting.within.is_zero() {
        return Err(PriorityError::ZeroSpan { path: "greeting.within".to_owned() });
    }
    check_score(&config.score)?;
    Ok(last)
}

fn check_levels(levels: &[LevelConfig]) -> Result<&LevelConfig, PriorityError> {
    let wrong = |path: String, cause| Err(PriorityError::Levels { path, cause });
    let mut previous = 0;
    for (index, level) in levels.iter().enumerate() {
        let path = |field: &str| format!("levels[{index}].{field}");
        if level.level <= previous {
            return wrong(path("level"), "levels are numbered upwards from 1");
        }
        previous = level.level;
        if let Some(cause) = level.budget.and_then(|range| range.defect()) {
            return Err(PriorityError::Range { path: path("budget"), cause });
        }
        let spans = [
            ("respond_within", level.respond_within),
            ("next_response_within", level.next_response_within),
            ("resolve_within", level.resolve_within),
        ];
        if let Some((field, _)) = spans.iter().find(|(_, span)| span.is_zero()) {
            return Err(PriorityError::ZeroSpan { path: path(field) });
        }
        if level.resolve_within.nominal_seconds() < level.respond_within.nominal_seconds() {
            return wrong(path("resolve_within"), "a matter is not settled before it is answered");
        }
    }
    match levels.last() {
        None => wrong("levels".to_owned(), "there are no levels"),
        Some(last) if last.new_inquiry || last.budget.is_some() => {
            wrong(format!("levels[{}]", levels.len() - 1), "the last level must fit everybody")
        }
        Some(last) => Ok(last),
    }
}

fn check_score(score: &ScoreConfig) -> Result<(), PriorityError> {
    let wrong = |path: String, cause| Err(PriorityError::Weight { path, cause });
    let weights = &score.weights;
    let named = [
        ("level", weights.level),
        ("budget", weights.budget),
        ("waiting", weights.waiting),
        ("value", weights.value),
        ("probability", weights.probability),
    ];
    if let Some((field, _)) = named.iter().find(|(_, weight)| !(weight.is_finite() && *weight >= 0.0)) {
        return wrong(format!("score.weights.{field}"), "a weight is 0 or more");
    }
    let sum: f64 = named.iter().map(|(_, weight)| weight).sum();
    if !(sum.is_finite() && sum > 0.0) {
        return wrong("score.weights".to_owned(), "the weights add up to nothing");
    }
    if score.budget_for_full_marks <= 0 {
        return wrong("score.budget_for_full_marks".to_owned(), "the budget for full marks is above 0");
    }
    if !(0.0..=1.0).contains(&score.probability_when_unknown) {
        return wrong("score.probability_when_unknown".to_owned(), "a probability lies between 0 and 1");
    }
    match score.tag_values.iter().find(|(_, value)| !(0.0..=1.0).contains(*value)) {
        Some((tag, _)) => wrong(format!("score.tag_values.{tag}"), "a tag's value lies between 0 and 1"),
        None => Ok(()),
    }
}
