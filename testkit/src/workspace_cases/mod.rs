//! What a workspace keeps to over any store, whatever goes wrong: as plain functions, each seeded, which panic
//! with the seed where something does not hold. An adapter's tests call them with a store of its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a case fails by panicking")]

pub mod faults;
pub mod inbound;
pub mod merges;
pub mod opt_out_race;
pub mod own_fields;
pub mod poison;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use scrm_core::customer::IdentifierKind;
use scrm_core::desk::{IncomingMessage, Sender, SenderIdentifier};
use scrm_core::foundation::ExternalId;
use scrm_core::playbook::Playbook;
use scrm_core::store::Store;
use scrm_core::transport::{Channel, MessageBody};
use scrm_core::workspace::Workspace;

use crate::FailingStore;

/// How many of something a test tries: `usual`, or `full` where the environment says `SCRM_TRUST=full`.
#[must_use]
pub fn size(usual: usize, full: usize) -> usize {
    if std::env::var_os("SCRM_TRUST").is_some_and(|value| value == "full") { full } else { usual }
}

/// A workspace of the standard playbook over a store that others hold too.
fn workspace_over<S: Store + 'static>(store: &Arc<S>) -> Workspace {
    Workspace::new(Box::new(FailingStore::shared(Arc::clone(store))), &Playbook::standard()).unwrap()
}

/// The WhatsApp number of a customer by count.
fn number_of(customer: usize) -> String {
    format!("4474{customer:08}")
}

/// A message as the provider's webhook tells it.
fn webhook(number: usize, customer: usize, text: &str, at: DateTime<Utc>) -> IncomingMessage {
    let value = number_of(customer).as_str().into();
    IncomingMessage {
        external_id: ExternalId::new(format!("wamid.{number}")),
        channel: Channel::Whatsapp,
        account: "shop".into(),
        sender: Sender {
            identifiers: vec![SenderIdentifier { kind: IdentifierKind::WhatsappId, value }],
            display_name: None,
        },
        body: MessageBody::text(text),
        sent_at: at,
        history: false,
    }
}
