//! A Rust app: messages come in by webhook, decisions go back, replies leave by a worker.
//!
//! ```text
//! cargo run -p scrm-examples --bin webhook -- crm.db
//! curl -s localhost:8080/messages -H 'content-type: application/json' \
//!   -d '{"id":"wamid.1","from":"447400123456","text":"How much is the oak table?"}'
//! ```

#![allow(clippy::print_stdout)]

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use scrm_core::customer::IdentifierKind;
use scrm_core::desk::{IncomingMessage, Sender, SenderIdentifier};
use scrm_core::foundation::{ErrorInfo, ExternalId};
use scrm_core::playbook::Playbook;
use scrm_core::transport::{Channel, MessageBody};
use scrm_core::workspace::{Attempt, Received, Workspace, WorkspaceError};
use scrm_sqlite::{SqliteOptions, SqliteStore};
use serde::Deserialize;

/// What the webhook takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Incoming {
    id: String,
    from: String,
    text: String,
}

impl Incoming {
    fn into_message(self, now: DateTime<Utc>) -> IncomingMessage {
        let sender = SenderIdentifier { kind: IdentifierKind::WhatsappId, value: self.from.into() };
        IncomingMessage {
            external_id: ExternalId::new(&self.id),
            channel: Channel::Whatsapp,
            account: "shop".into(),
            sender: Sender { identifiers: vec![sender], display_name: None },
            body: MessageBody::Text { text: self.text },
            sent_at: now,
            history: false,
        }
    }
}

type Answer<T> = Result<Json<T>, (StatusCode, Json<ErrorInfo>)>;

/// Decides the message; the reply waits in the outbox until the customer has finished writing.
async fn receive(State(crm): State<Arc<Workspace>>, Json(incoming): Json<Incoming>) -> Answer<Vec<Received>> {
    let now = DateTime::<Utc>::from(SystemTime::now());
    let decided = tokio::task::spawn_blocking(move || crm.receive(&[incoming.into_message(now)], now)).await;
    match decided {
        Ok(Ok(received)) => Ok(Json(received)),
        Ok(Err(error)) => Err((StatusCode::UNPROCESSABLE_ENTITY, Json(ErrorInfo::from(&error)))),
        Err(_) => Err((StatusCode::INTERNAL_SERVER_ERROR, Json(scrm_core::api::defect()))),
    }
}

fn app(crm: Arc<Workspace>) -> Router {
    Router::new().route("/messages", post(receive)).with_state(crm)
}

/// Fires timers and sends what is due; `send` is the provider's call.
fn work(
    crm: &Workspace,
    now: DateTime<Utc>,
    send: &mut dyn FnMut(&str, &str) -> ExternalId,
) -> Result<(), WorkspaceError> {
    crm.tick(now)?;
    for lease in crm.lease("worker-1", 20, now)? {
        let id = &lease.message.id;
        if let Attempt::Send {} = crm.attempt(id, lease.generation, now)? {
            let external = send(lease.message.to.as_str(), lease.message.body.words().unwrap_or_default());
            crm.acknowledge(id, lease.generation, Some(&external), now)?;
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "crm.db".to_owned());
    let store = SqliteStore::open(path, &SqliteOptions::default())?;
    let crm = Arc::new(Workspace::new(Box::new(store), &Playbook::standard())?);
    let worker = Arc::clone(&crm);
    std::thread::spawn(move || {
        loop {
            let mut print = |to: &str, text: &str| {
                println!("to {to}: {text}");
                ExternalId::new(format!("printed-{}", text.len()))
            };
            if let Err(error) = work(&worker, SystemTime::now().into(), &mut print) {
                eprintln!("{error}");
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on {}", listener.local_addr()?);
    Ok(axum::serve(listener, app(crm)).await?)
}

#[cfg(test)]
mod tests;
