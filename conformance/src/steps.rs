//! Steps: calls on one workspace over a moving time.

use std::io::Cursor;

use chrono::{DateTime, Utc};
use scrm_core::foundation::{CustomerId, ErrorInfo, ExternalId, MergeId, OutboxId};
use scrm_core::store::MemoryStore;
use scrm_core::transport::SendFailure;
use scrm_core::workspace::{Attempt, Workspace};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::brief::{event, message};
use crate::context::{Context, answer, info, input, unreadable};
use crate::operations::import::{bytes, options};

/// A call on a workspace.
type Call = fn(&Workspace, Value, DateTime<Utc>) -> Result<Value, ErrorInfo>;

/// The calls that steps make by name.
pub(crate) const CALLS: &[(&str, Call)] = &[
    ("import_csv", import_csv),
    ("receive", receive),
    ("record", record),
    ("tick", tick),
    ("next_wakeup", next_wakeup),
    ("lease", lease),
    ("attempt", attempt),
    ("renew", renew),
    ("acknowledge", acknowledge),
    ("fail", fail),
    ("lose", lose),
    ("deliver", deliver),
    ("customers", customers),
    ("customer", customer),
    ("timeline", timeline),
    ("queue", queue),
    ("search", search),
    ("review_queue", review_queue),
    ("merge", merge),
    ("undo_merge", undo_merge),
    ("explain", explain),
    ("follow_ups_due", follow_ups_due),
    ("audit", audit),
];

/// A fresh workspace in memory, with the playbook of the case.
pub(crate) fn workspace(context: &Context) -> Result<Workspace, ErrorInfo> {
    Workspace::new(Box::new(MemoryStore::default()), &context.compiled.playbook).map_err(info)
}

pub(crate) fn call(name: &str) -> Option<Call> {
    CALLS.iter().find(|(known, _)| *known == name).map(|(_, call)| *call)
}

fn import_csv(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[serde(default)]
        file: Option<String>,
        #[serde(default)]
        hex: Option<String>,
        #[serde(default)]
        options: Map<String, Value>,
    }
    let File { file, hex, options: given } = input(value)?;
    let mut source = Cursor::new(bytes(file, hex.as_deref())?);
    answer(workspace.import_csv(&mut source, &options(given)?, now).map_err(info)?)
}

fn receive(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    let messages: Vec<Value> = input(value)?;
    let messages = messages.into_iter().map(|one| message(one, now)).collect::<Result<Vec<_>, _>>()?;
    answer(workspace.receive(&messages, now).map_err(info)?)
}

fn record(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    let events: Vec<Value> = input(value)?;
    let events = events.into_iter().map(|one| event(one, now)).collect::<Result<Vec<_>, _>>()?;
    answer(workspace.record(&events, now).map_err(info)?)
}

fn tick(workspace: &Workspace, _: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    answer(workspace.tick(now).map_err(info)?)
}

fn next_wakeup(workspace: &Workspace, _: Value, _: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    Ok(json!({"at": workspace.next_wakeup().map_err(info)?}))
}

fn lease(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Lease {
        worker: String,
        #[serde(default = "plenty")]
        limit: usize,
    }
    let Lease { worker, limit } = input(value)?;
    answer(workspace.lease(&worker, limit, now).map_err(info)?)
}

const fn plenty() -> usize {
    100
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    id: OutboxId,
    generation: u64,
}

fn attempt(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    let Held { id, generation } = input(value)?;
    Ok(match workspace.attempt(&id, generation, now).map_err(info)? {
        Attempt::Send {} => json!({"send": true}),
        Attempt::Refused { reason } => json!({"send": false, "reason": reason.code}),
    })
}

fn renew(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    let Held { id, generation } = input(value)?;
    Ok(json!({"until": workspace.renew(&id, generation, now).map_err(info)?}))
}

fn acknowledge(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sent {
        id: OutboxId,
        generation: u64,
        #[serde(default)]
        external_id: Option<ExternalId>,
    }
    let Sent { id, generation, external_id } = input(value)?;
    let message = workspace.acknowledge(&id, generation, external_id.as_ref(), now).map_err(info)?;
    Ok(json!({"message": message}))
}

fn fail(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Failed {
        id: OutboxId,
        generation: u64,
        failure: SendFailure,
    }
    let Failed { id, generation, failure } = input(value)?;
    workspace.fail(&id, generation, &failure, now).map_err(info)?;
    Ok(json!({}))
}

fn lose(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    let Held { id, generation } = input(value)?;
    workspace.lose(&id, generation, now).map_err(info)?;
    Ok(json!({}))
}

/// Leases, attempts and acknowledges everything that is due: what a worker does that never fails.
fn deliver(workspace: &Workspace, _: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    let mut sent = Vec::new();
    for lease in workspace.lease("worker", plenty(), now).map_err(info)? {
        let id = &lease.message.id;
        if let Attempt::Send {} = workspace.attempt(id, lease.generation, now).map_err(info)? {
            let external = ExternalId::new(id.as_str());
            let message = workspace.acknowledge(id, lease.generation, Some(&external), now).map_err(info)?;
            sent.push(json!({
                "id": id,
                "message": message,
                "rule": lease.message.rule,
                "to": lease.message.to,
                "text": lease.message.body.words(),
            }));
        }
    }
    Ok(json!(sent))
}

/// Every customer that is not merged away, by id.
fn customers(workspace: &Workspace, _: Value, _: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    let mut all = Vec::new();
    workspace.visit_customers(|customer| all.push(answer(customer))).map_err(info)?;
    Ok(Value::Array(all.into_iter().collect::<Result<_, _>>()?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    id: CustomerId,
}

/// The record, with its tags also as a bare list.
fn customer(workspace: &Workspace, value: Value, _: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    let One { id } = input(value)?;
    let customer = workspace.customer(&id).map_err(info)?;
    let tags: Vec<_> = customer.tags.iter().map(|applied| applied.tag.clone()).collect();
    let mut record = answer(customer)?;
    if let Some(map) = record.as_object_mut() {
        map.insert("tag_ids".to_owned(), json!(tags));
    }
    Ok(record)
}

fn timeline(workspace: &Workspace, value: Value, _: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Between {
        id: CustomerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    }
    let Between { id, from, to } = input(value)?;
    answer(workspace.customer_view(&id, from, to).map_err(info)?.timeline)
}

fn queue(workspace: &Workspace, _: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    answer(workspace.queue(plenty(), now).map_err(info)?)
}

fn search(workspace: &Workspace, value: Value, _: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Words {
        text: String,
    }
    let Words { text } = input(value)?;
    answer(workspace.search(&text, plenty()).map_err(info)?)
}

fn review_queue(workspace: &Workspace, _: Value, _: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    answer(workspace.review_queue(plenty()).map_err(info)?)
}

fn merge(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Pair {
        survivor: CustomerId,
        absorbed: CustomerId,
    }
    let Pair { survivor, absorbed } = input(value)?;
    Ok(json!({"merge": workspace.merge(&survivor, &absorbed, now).map_err(info)?}))
}

fn undo_merge(workspace: &Workspace, value: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Undo {
        merge: MergeId,
    }
    let Undo { merge } = input(value)?;
    Ok(json!({"restored": workspace.undo_merge(&merge, now).map_err(info)?}))
}

fn explain(workspace: &Workspace, value: Value, _: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    let id = value.get("id").and_then(Value::as_str).ok_or_else(|| unreadable("`id` is missing"))?;
    answer(workspace.explain(id).map_err(info)?)
}

fn follow_ups_due(workspace: &Workspace, _: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    answer(workspace.follow_ups_due(now).map_err(info)?)
}

fn audit(workspace: &Workspace, _: Value, now: DateTime<Utc>) -> Result<Value, ErrorInfo> {
    answer(workspace.audit(now).map_err(info)?)
}
