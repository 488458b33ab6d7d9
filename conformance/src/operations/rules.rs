//! Rules: tags, priorities, the playbook itself.

use chrono::{DateTime, Utc};
use scrm_core::customer::{Customer, FieldName};
use scrm_core::foundation::{AgentId, CustomerId, Decision, Effect, ErrorInfo, Money, TagId};
use scrm_core::playbook::Playbook;
use scrm_core::priority::{Pause, PriorityInput, QueueEntry, queue_order};
use scrm_core::store::Timer;
use scrm_core::tag::{TagAction, TagChanges, TagTrigger};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Operation, operation};
use crate::brief::{BriefCustomer, event};
use crate::context::{Context, answer, info, input};

pub(super) const OPERATIONS: &[Operation] = &[
    operation("tag.refresh", refresh),
    operation("tag.on_timer", on_timer),
    operation("priority.evaluate", evaluate),
    operation("priority.deadlines", deadlines),
    operation("priority.order", order),
    operation("playbook.read", read_playbook),
];

/// What calls the tag rules up, as cases write it.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Trigger {
    Imported {},
    TimePassed {},
    Edited {
        fields: Vec<FieldName>,
    },
    Event {
        event: Value,
        #[serde(default)]
        first_reply: bool,
        #[serde(default)]
        past: Vec<Value>,
    },
    Person {
        agent: AgentId,
        tag: TagId,
        action: TagAction,
    },
}

fn refresh(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Refresh {
        customer: BriefCustomer,
        trigger: Trigger,
    }
    let Refresh { customer, trigger } = input(value)?;
    let mut customer = customer.expand(context)?;
    let engine = &context.compiled.engines.tag;
    let decision = match trigger {
        Trigger::Imported {} => engine.refresh(&mut customer, TagTrigger::Imported, context.now),
        Trigger::TimePassed {} => engine.refresh(&mut customer, TagTrigger::TimePassed, context.now),
        Trigger::Edited { fields } => {
            engine.refresh(&mut customer, TagTrigger::Edited { fields: &fields }, context.now)
        }
        Trigger::Person { agent, tag, action } => {
            let trigger = TagTrigger::Person { agent: &agent, tag: &tag, action };
            engine.refresh(&mut customer, trigger, context.now)
        }
        Trigger::Event { event: happened, first_reply, past } => {
            let happened = event(happened, context.now)?;
            let mut events =
                past.into_iter().map(|past| event(past, context.now)).collect::<Result<Vec<_>, _>>()?;
            events.push(happened.clone());
            let activity = engine.activity(&events, context.now);
            let trigger = TagTrigger::Event { event: &happened, activity: Some(&activity), first_reply };
            engine.refresh(&mut customer, trigger, context.now)
        }
    };
    Ok(tags_after(context, &customer, &decision))
}

fn on_timer(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Fired {
        customer: BriefCustomer,
        timer: Timer,
    }
    let Fired { customer, timer } = input(value)?;
    let mut customer = customer.expand(context)?;
    let decision = context.compiled.engines.tag.on_timer(&mut customer, &timer, context.now);
    Ok(tags_after(context, &customer, &decision))
}

fn tags_after(context: &Context, customer: &Customer, decision: &Decision<TagChanges>) -> Value {
    let mut tags: Vec<&TagId> = customer.tags.iter().map(|applied| &applied.tag).collect();
    tags.sort_unstable();
    json!({
        "tags": tags,
        "changes": decision.value,
        "timers": timers(&decision.effects),
        "agenda": context.compiled.engines.tag.agenda(customer, context.now),
        "notices": notices(&decision.effects),
        "reasons": decision.reasons.iter().map(|reason| &reason.code).collect::<Vec<_>>(),
    })
}

/// The timers that the effects set: what for and when.
fn timers(effects: &[Effect]) -> Vec<Value> {
    let set = effects.iter().filter_map(|effect| match effect {
        Effect::SetTimer { timer } => Some(timer),
        _ => None,
    });
    set.map(|timer| {
        let mut value = json!(timer.purpose);
        if let Some(map) = value.as_object_mut() {
            map.insert("due".to_owned(), json!(timer.due));
        }
        value
    })
    .collect()
}

fn notices(effects: &[Effect]) -> Vec<Value> {
    let told = effects.iter().filter_map(|effect| match effect {
        Effect::Notify { notice } => Some(notice),
        _ => None,
    });
    told.map(|notice| json!({"kind": notice.kind, "audience": notice.audience, "deadline": notice.deadline}))
        .collect()
}

fn evaluate(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Question {
        #[serde(default)]
        customer: Option<BriefCustomer>,
        #[serde(default)]
        new_inquiry: bool,
        #[serde(default)]
        high_value_words: bool,
        #[serde(default)]
        since: Option<DateTime<Utc>>,
        #[serde(default)]
        annual_spend: Option<Money>,
    }
    let question: Question = input(value)?;
    let brief = question.customer.map_or_else(|| input(json!({})), Ok)?;
    let customer = brief.expand(context)?;
    let asked = PriorityInput {
        customer: &customer,
        new_inquiry: question.new_inquiry,
        high_value_words: question.high_value_words,
        since: question.since.unwrap_or(context.now),
        annual_spend: question.annual_spend,
    };
    let decision = context.compiled.engines.priority.evaluate(&asked, context.now);
    Ok(json!({
        "level": decision.value.level,
        "score": decision.value.score,
        "respond_by": decision.value.respond_by,
        "timers": timers(&decision.effects),
        "notices": notices(&decision.effects),
        "reasons": decision.reasons.iter().map(|reason| &reason.code).collect::<Vec<_>>(),
    }))
}

fn deadlines(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Question {
        level: u8,
        since: DateTime<Utc>,
        #[serde(default)]
        pauses: Vec<Pause>,
    }
    let Question { level, since, pauses } = input(value)?;
    answer(context.compiled.engines.priority.deadlines(level, since, &pauses))
}

fn order(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Waiting {
        id: CustomerId,
        score: f64,
        since: DateTime<Utc>,
    }
    let mut waiting: Vec<Waiting> = input(value)?;
    let entry = |one: &Waiting| (one.score, one.since, one.id.clone());
    waiting.sort_by(|a, b| {
        let ((score, since, id), (other_score, other_since, other_id)) = (entry(a), entry(b));
        queue_order(
            &QueueEntry { score, waiting_since: since, customer: &id },
            &QueueEntry { score: other_score, waiting_since: other_since, customer: &other_id },
        )
    });
    Ok(json!({"order": waiting.iter().map(|one| &one.id).collect::<Vec<_>>()}))
}

fn read_playbook(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Document {
        document: String,
    }
    let Document { document } = input(value)?;
    answer(Playbook::read(&document).map_err(info)?)
}
