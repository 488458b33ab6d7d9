//! Messages: one in one call, and its id.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::info;
use super::operation::operations;
use crate::customer::{Identifier, IdentifierKind};
use crate::desk::{IncomingMessage, Sender, SenderIdentifier};
use crate::foundation::time::Instant;
use crate::foundation::{AccountId, ErrorInfo, ExternalId, MessageId};
use crate::transport::{Channel, MessageBody};
use crate::workspace::Engines;

operations! { Engines;
    /// Gives the id under which a provider's message is kept.
    "id.message"("channel", "account", "external_id") = message_id: MessageIdRequest => MintedMessageId;
    /// Makes a customer's text message, ready for `receive`.
    "message.text"("id", "from", "text") = text_message: TextMessageRequest => IncomingMessage;
}

/// A provider's message.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct MessageIdRequest {
    /// Through which channel it came.
    channel: Channel,
    /// To which of the workspace's numbers.
    account: AccountId,
    /// The provider's id.
    external_id: ExternalId,
}

/// The id of a message.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MintedMessageId {
    /// The same however often the provider delivers the message.
    id: MessageId,
}

fn message_id(_: &Engines, request: MessageIdRequest) -> Result<MintedMessageId, ErrorInfo> {
    let MessageIdRequest { channel, account, external_id } = request;
    Ok(MintedMessageId { id: MessageId::from_external(channel.as_str(), &account, &external_id) })
}

/// What a text message is made of.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TextMessageRequest {
    /// The provider's id: a second delivery of it changes nothing.
    id: ExternalId,
    /// The sender's number or address on the channel.
    from: String,
    /// The words.
    text: String,
    /// To which of the workspace's numbers.
    #[serde(default = "main_account")]
    account: AccountId,
    /// Through which channel.
    #[serde(default = "whatsapp")]
    channel: Channel,
    /// The name the channel shows.
    #[serde(default)]
    name: Option<String>,
    /// When it was sent.
    #[serde(with = "Instant")]
    sent_at: DateTime<Utc>,
}

/// The number of a workspace that has only one.
fn main_account() -> AccountId {
    AccountId::new("main")
}

const fn whatsapp() -> Channel {
    Channel::Whatsapp
}

fn text_message(engines: &Engines, request: TextMessageRequest) -> Result<IncomingMessage, ErrorInfo> {
    let kind = sender_kind(request.channel);
    let sender = Identifier::from_raw(&kind, &request.from, engines.region(), "message", request.sent_at)
        .map_err(|error| ErrorInfo { field: Some("from".to_owned()), ..info(error) })?;
    Ok(IncomingMessage {
        external_id: request.id,
        channel: request.channel,
        account: request.account,
        sender: Sender {
            identifiers: vec![SenderIdentifier { kind, value: sender.value }],
            display_name: request.name,
        },
        body: MessageBody::text(request.text),
        sent_at: request.sent_at,
        history: false,
    })
}

/// What a channel knows its senders by.
fn sender_kind(channel: Channel) -> IdentifierKind {
    match channel {
        Channel::Whatsapp => IdentifierKind::WhatsappId,
        Channel::Email => IdentifierKind::Email,
        Channel::Sms => IdentifierKind::Phone,
        Channel::Wecom => IdentifierKind::WecomUserId,
        Channel::Other => IdentifierKind::System(channel.as_str().into()),
    }
}
