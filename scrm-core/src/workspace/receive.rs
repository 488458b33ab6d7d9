//! Messages in: found or new customer, one turn, one decision, one commit.

use chrono::{DateTime, TimeDelta, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::settle::note_tag_changes;
use super::shelf::Place;
use super::unit_of_work::{ThreadPlace, UnitOfWork};
use super::waiting::{Wait, awaited_in};
use super::{NamedId, Workspace, WorkspaceError};
use crate::customer::{
    Customer, Field, FieldName, FieldValue, Identifier, IdentifierKey, IdentifierKind, PriorityState,
    check_name,
};
use crate::dedupe::{Apart, EarlierNames, Newcomer, Resolution};
use crate::desk::{
    Author, Conversation, IncomingMessage, MessageRecord, SenderIdentifier, TurnJoin, record_history,
};
use crate::foundation::{ConversationId, CustomerId, EventKind, MessageId, OutboxId, Reason, RuleId};
use crate::reply::{Circumstances, Moment, ReplyKind};
use crate::store::{StoreResult, Thread};
use crate::tag::TagTrigger;
use crate::transport::OutboxState;

/// What a message was to the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ReceivedKind {
    /// A message not seen before.
    New,
    /// Delivered before: nothing was changed.
    Duplicate,
    /// Imported history: kept and counted, and nothing fired. What it says about receiving messages holds.
    History,
}

/// What became of one message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Received {
    /// The message's id, which can be asked to be explained.
    pub message: MessageId,
    /// What it was to the workspace.
    pub kind: ReceivedKind,
    /// Whose it is. `None` for a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// The thread. `None` for a duplicate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
    /// Which step of the order of decision spoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<ReplyKind>,
    /// The rule that speaks, also where it only says that nobody is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
    /// The rule that gives an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<RuleId>,
    /// The answer in the outbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outbox: Option<OutboxId>,
    /// Why.
    #[serde(default, skip_serializing_if = "<[Reason]>::is_empty")]
    pub reasons: Arc<[Reason]>,
}

impl Received {
    fn bare(message: MessageId, kind: ReceivedKind) -> Self {
        Self {
            message,
            kind,
            customer: None,
            conversation: None,
            reply: None,
            rule: None,
            answered_by: None,
            outbox: None,
            reasons: Arc::default(),
        }
    }
}

/// The messages of one call with what can be computed from them alone, message by message.
pub(super) struct Batch<'m> {
    messages: &'m [IncomingMessage],
    ids: Vec<MessageId>,
    /// The senders' keys, one message after the other, and where those of each message end.
    keys: Vec<IdentifierKey>,
    key_ends: Vec<usize>,
    threads: Vec<Thread>,
}

impl Batch<'_> {
    /// The messages, one after the other; `threads` are the places of theirs.
    fn prepared(&self, threads: Vec<ThreadPlace>) -> impl Iterator<Item = Prepared<'_>> {
        let messages = self.messages.iter().zip(&self.ids).zip(self.keys_of_each());
        let threads = self.threads.iter().zip(threads);
        messages.zip(threads).zip(1_u32..).map(
            |((((message, id), keys), (thread, thread_place)), position)| Prepared {
                position,
                id,
                message,
                keys,
                thread,
                thread_place,
            },
        )
    }

    /// The keys of each message's sender.
    fn keys_of_each(&self) -> impl Iterator<Item = &[IdentifierKey]> {
        let starts = std::iter::once(&0).chain(&self.key_ends);
        starts.zip(&self.key_ends).map(|(start, end)| self.keys.get(*start..*end).unwrap_or_default())
    }
}

/// One message of a batch.
struct Prepared<'b> {
    position: u32,
    id: &'b MessageId,
    message: &'b IncomingMessage,
    keys: &'b [IdentifierKey],
    thread: &'b Thread,
    thread_place: ThreadPlace,
}

/// Who asks, in which conversation.
struct Asked {
    conversation: Place,
    customer: Arc<Customer>,
    first_contact: bool,
}

/// What is the same for every message of one call.
struct Present<'e> {
    reply: Moment<'e>,
    average_wait: Option<TimeDelta>,
    now: DateTime<Utc>,
}

impl Workspace {
    /// Takes messages in, in the order in which they were sent (of two at one time, in the order given), and decides each
    /// one: who wrote, which turn it belongs to, and what to answer. The answers are in the order given.
    ///
    /// The answer waits in the outbox until the turn is over (the playbook's debounce).
    ///
    /// One call is one commit: with a durable store, hand over what arrived together. A message delivered
    /// before changes nothing and is reported as a duplicate.
    ///
    /// # Errors
    /// [`WorkspaceError::NoSender`] where a message has no usable identifier, [`WorkspaceError::MessageWithout`] where it has
    /// no id, and then none of the batch is taken in; [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the
    /// store fails.
    pub fn receive(
        &self,
        messages: &[IncomingMessage],
        now: DateTime<Utc>,
    ) -> Result<Vec<Received>, WorkspaceError> {
        let batch = self.prepare(messages)?;
        self.commit_decided(now, |unit| self.decide_batch(unit, &batch, now))
    }

    /// Decides the messages of a batch within a unit of work.
    pub(super) fn decide_batch(
        &self,
        unit: &mut UnitOfWork<'_>,
        batch: &Batch<'_>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Received>, WorkspaceError> {
        let threads = load_ahead(unit, batch)?;
        let average_wait = self.average_wait().duration();
        let engines = self.engines();
        let present = Present { reply: engines.reply.at(now), average_wait, now };
        let mut received = Vec::with_capacity(batch.messages.len());
        let mut by_time: Vec<Prepared<'_>> = batch.prepared(threads).collect();
        by_time.sort_by_key(|prepared| prepared.message.sent_at.min(now));
        for prepared in &by_time {
            received.push((prepared.position, self.receive_one(unit, prepared, &present)?));
        }
        received.sort_unstable_by_key(|(position, _)| *position);
        Ok(received.into_iter().map(|(_, received)| received).collect())
    }

    pub(super) fn prepare<'m>(&self, messages: &'m [IncomingMessage]) -> Result<Batch<'m>, WorkspaceError> {
        let mut batch = Batch {
            messages,
            ids: Vec::with_capacity(messages.len()),
            keys: Vec::with_capacity(messages.len()),
            key_ends: Vec::with_capacity(messages.len()),
            threads: Vec::with_capacity(messages.len()),
        };
        for (message, position) in messages.iter().zip(1_u64..) {
            if message.external_id.as_str().trim().is_empty() {
                return Err(WorkspaceError::MessageWithout { position, field: "external_id" });
            }
            let first = batch.keys.len();
            let identifiers = message.sender.identifiers.iter();
            batch.keys.extend(identifiers.filter_map(|identifier| self.key_of(identifier, message.sent_at)));
            let Some(address) = batch.keys.get(first).cloned() else {
                return Err(WorkspaceError::NoSender { position });
            };
            let channel = message.channel;
            batch.ids.push(MessageId::from_external(
                channel.as_str(),
                &message.account,
                &message.external_id,
            ));
            batch.key_ends.push(batch.keys.len());
            batch.threads.push((channel, message.account.clone(), address));
        }
        Ok(batch)
    }

    /// The key of a sender's identifier; WhatsApp's own ids need no parsing.
    fn key_of(&self, identifier: &SenderIdentifier, at: DateTime<Utc>) -> Option<IdentifierKey> {
        let value = identifier.value.trim();
        match identifier.kind {
            _ if value.is_empty() => None,
            IdentifierKind::WhatsappId if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(IdentifierKey::whatsapp_id(value))
            }
            IdentifierKind::ScopedUserId => Some(IdentifierKey::scoped_user_id(value)),
            _ => self.identifier(identifier, "message", at).map(|identifier| identifier.key),
        }
    }

    fn identifier(
        &self,
        identifier: &SenderIdentifier,
        source: &str,
        at: DateTime<Utc>,
    ) -> Option<Identifier> {
        let engines = self.engines();
        let region = engines.region();
        Identifier::from_raw(&identifier.kind, &identifier.value, region, source, at).ok()
    }

    fn receive_one(
        &self,
        unit: &mut UnitOfWork<'_>,
        prepared: &Prepared<'_>,
        present: &Present<'_>,
    ) -> Result<Received, WorkspaceError> {
        let Some(message_place) = unit.begin_message(prepared.id) else {
            return Ok(Received::bare(prepared.id.clone(), ReceivedKind::Duplicate));
        };
        let message = prepared.message;
        let (thread, first_contact) = match unit.thread(prepared.thread_place) {
            Some(conversation) => (conversation, false),
            None => self.open_thread(unit, prepared, present.now)?,
        };
        let (conversation, owner) = match unit.conversation_at(thread) {
            Some(conversation) => (conversation.id.clone(), conversation.customer.clone()),
            None => {
                return Err(WorkspaceError::NotFound {
                    what: "conversation",
                    id: NamedId::new(prepared.id.as_str()),
                });
            }
        };
        let customer = unit
            .customer(&owner)?
            .ok_or_else(|| WorkspaceError::NotFound { what: "customer", id: NamedId::new(owner.as_str()) })?;
        let customer = self.learn_sender(unit, prepared, customer, present.now)?;
        let mut record = MessageRecord {
            v: 1,
            id: prepared.id.clone(),
            conversation,
            customer: customer.id.clone(),
            author: Author::Customer,
            body: message.body.clone(),
            at: message.sent_at,
            external_id: Some(message.external_id.clone()),
            status: None,
            answered_by: None,
            answerable: false,
            outbox: None,
            reception: None,
            reasons: Arc::default(),
        };
        let mut received = Received::bare(prepared.id.clone(), ReceivedKind::New);
        received.customer = Some(record.customer.clone());
        received.conversation = Some(record.conversation.clone());
        if message.history {
            received.kind = ReceivedKind::History;
            let at = message.sent_at.min(present.now);
            self.heed_history(unit, thread, &record, at, present.now)?;
            if let Some(conversation) = unit.conversation_at_mut(thread) {
                record_history(conversation, &Author::Customer, at);
            }
            unit.add_message_at(message_place, record);
            return Ok(received);
        }
        let asked = Asked { conversation: thread, customer, first_contact };
        self.decide_reply(unit, asked, &mut record, &mut received, present)?;
        unit.add_message_at(message_place, record);
        Ok(received)
    }

    /// Joins the message to its turn, asks the reply engine, and settles what follows.
    fn decide_reply(
        &self,
        unit: &mut UnitOfWork<'_>,
        asked: Asked,
        record: &mut MessageRecord,
        received: &mut Received,
        present: &Present<'_>,
    ) -> Result<(), WorkspaceError> {
        let now = present.now;
        let Asked { conversation, customer, first_contact } = asked;
        // A clock that is ahead must not hold up answers: what comes from the future was sent now.
        let at = record.at.min(now);
        let reply_left = self.reply_left(unit, conversation, at)?;
        let resumed = self.resumed_since(unit, conversation, record, at, now)?;
        let Some(state) = unit.conversation_at_mut(conversation) else { return Ok(()) };
        // Imported history moves the times without a turn: who is in it has written before.
        let only_history = state.turn.number == 0 && state.last_inbound_at.is_some();
        let joined = crate::desk::receive(
            state,
            &record.id,
            record.body.words(),
            at,
            self.engines().reply.turn_limits(),
            reply_left,
        );
        let input = Circumstances {
            customer: &customer,
            message: &record.id,
            words: Some(record.body.words().unwrap_or_default()),
            said_at: at,
            resumed: resumed.as_ref(),
            first_contact: state.turn.number == 1 && !only_history && state.last_agent_at.is_none(),
            average_wait: present.average_wait,
            reply_left,
        };
        let decision = present.reply.decide(state, input);
        let begins_to_wait = !customer.priority.as_ref().is_some_and(PriorityState::is_waiting)
            && self.begins_to_wait(state, &input, &decision.value, &record.body, now);
        let awaited = awaited_in(state);
        let new_inquiry =
            first_contact || begins_to_wait && self.engines().priority.is_new_inquiry(&customer, now);
        // From here on the customer may change: nobody else must hold the record then, or it is copied.
        drop(customer);
        let outcome = decision.value;
        record.answerable = outcome.answerable;
        record.answered_by = outcome.answered_by().cloned();
        received.reply = Some(outcome.kind);
        received.answered_by.clone_from(&record.answered_by);
        received.rule = outcome.rule;
        received.outbox = state.turn.reply.clone();
        record.outbox.clone_from(&received.outbox);
        if let (TurnJoin::NewTurn, Some(id)) = (joined, &received.outbox) {
            unit.expect_no_outbox(id);
        }
        if first_contact || outcome.high_value || begins_to_wait {
            let wait = Wait { since: at, awaited, new_inquiry, high_value_words: outcome.high_value };
            self.prioritise(unit, &record.customer, wait, now)?;
        }
        self.settle(unit, decision.effects, now)?;
        record.reasons = decision.reasons.into();
        received.reasons = Arc::clone(&record.reasons);
        Ok(())
    }

    /// Whether the reply to the turn that a message could join is on its way or gone. The reply to a turn that
    /// is over keeps no message from beginning the next one, and is not looked at.
    fn reply_left(
        &self,
        unit: &mut UnitOfWork<'_>,
        conversation: Place,
        at: DateTime<Utc>,
    ) -> Result<bool, WorkspaceError> {
        let limits = self.engines().reply.turn_limits();
        let waiting = unit
            .conversation_at(conversation)
            .filter(|state| crate::desk::can_join(state, at, limits))
            .and_then(|state| state.turn.reply.clone());
        let Some(id) = waiting else { return Ok(false) };
        match unit.outbox(&id) {
            Ok(waiting) => Ok(waiting.is_some_and(|message| !matches!(message.state, OutboxState::Pending))),
            // Nobody can replace a reply that cannot be read: what comes now is answered anew.
            Err(error) => {
                unit.set_aside(error)?;
                Ok(true)
            }
        }
    }

    /// Finds or makes the customer behind a new thread, and opens the thread. Says whether the customer is new.
    fn open_thread(
        &self,
        unit: &mut UnitOfWork<'_>,
        prepared: &Prepared<'_>,
        now: DateTime<Utc>,
    ) -> Result<(Place, bool), WorkspaceError> {
        let message = prepared.message;
        unit.load_keys(prepared.keys)?;
        let identifiers: Vec<Identifier> = message
            .sender
            .identifiers
            .iter()
            .filter_map(|identifier| self.identifier(identifier, "message", message.sent_at))
            .collect();
        let fields = sender_fields(message);
        let holders = unit.holders(prepared.keys);
        unit.load_customers(&holders)?;
        let known: Vec<Arc<Customer>> =
            holders.iter().filter_map(|id| unit.customer(id).transpose()).collect::<Result<_, _>>()?;
        let references: Vec<&Customer> = known.iter().map(AsRef::as_ref).collect();
        // The name that a channel shows never decides who somebody is.
        let newcomer = Newcomer { fields: &[], identifiers: &identifiers };
        let resolution = self
            .engines()
            .dedupe
            .resolve(&newcomer, &references, &Apart::default(), &EarlierNames::default())
            .value;
        let found = match resolution {
            Resolution::Join { into }
            | Resolution::JoinForReview { into, .. }
            | Resolution::JoinAndMerge { into, .. } => Some(into),
            // Whose of several the message is, a person must say; it is not a new person for that.
            Resolution::CreateForReview { with } => with.into_iter().next(),
            Resolution::Create => None,
        };
        drop(known);
        let is_new = found.is_none();
        let customer = match found {
            Some(id) => {
                self.add_identifiers(unit, &id, identifiers, now);
                id
            }
            None => self.create_customer(unit, prepared, fields, identifiers, now)?,
        };
        let id = ConversationId::derive(
            message.sent_at,
            prepared.position,
            &[
                customer.as_str().as_bytes(),
                prepared.thread.2.as_str().as_bytes(),
                prepared.id.as_str().as_bytes(),
            ],
        );
        let (channel, account, address) = prepared.thread.clone();
        let conversation = Conversation::new(id, customer, channel, account, address, message.sent_at);
        Ok((unit.put_conversation(conversation), is_new))
    }

    /// Keeps what a message says of its sender that the customer lacks. A channel may tell another id of somebody only later, and
    /// leave out the number from then on; and a name where the first message had none. What another customer carries stays
    /// theirs.
    fn learn_sender(
        &self,
        unit: &mut UnitOfWork<'_>,
        prepared: &Prepared<'_>,
        customer: Arc<Customer>,
        now: DateTime<Utc>,
    ) -> Result<Arc<Customer>, WorkspaceError> {
        let sender = &prepared.message.sender;
        let is_nameless = sender.display_name.is_some() && customer.field(&FieldName::Name).is_none();
        let has_more = prepared.keys.iter().any(|key| !customer.has_identifier(key));
        if !is_nameless && !has_more {
            return Ok(customer);
        }
        if has_more {
            unit.load_keys(prepared.keys)?;
            let at = prepared.message.sent_at;
            let identifiers =
                sender.identifiers.iter().filter_map(|identifier| self.identifier(identifier, "message", at));
            let free = identifiers.filter(|identifier| unit.holders([&identifier.key]).is_empty()).collect();
            self.add_identifiers(unit, &customer.id, free, now);
        }
        if is_nameless
            && let Some(name) = shown_name(prepared.message)
            && let Some(present) = unit.customer_mut(&customer.id)
        {
            present.set_field(FieldName::Name, name);
            present.updated_at = now;
        }
        Ok(unit.customer(&customer.id)?.unwrap_or(customer))
    }

    fn add_identifiers(
        &self,
        unit: &mut UnitOfWork<'_>,
        customer: &CustomerId,
        identifiers: Vec<Identifier>,
        now: DateTime<Utc>,
    ) {
        let new: Vec<Identifier> = match unit.customer(customer) {
            Ok(Some(present)) => identifiers
                .into_iter()
                .filter(|identifier| !present.has_identifier(&identifier.key))
                .collect(),
            _ => return,
        };
        if new.is_empty() {
            return;
        }
        for identifier in &new {
            unit.link_key(identifier, customer);
        }
        if let Some(present) = unit.customer_mut(customer) {
            present.identifiers.extend(new);
            present.updated_at = now;
        }
    }

    fn create_customer(
        &self,
        unit: &mut UnitOfWork<'_>,
        prepared: &Prepared<'_>,
        fields: Vec<(FieldName, Field)>,
        identifiers: Vec<Identifier>,
        now: DateTime<Utc>,
    ) -> Result<CustomerId, WorkspaceError> {
        let message = prepared.message;
        let id = CustomerId::derive(now, prepared.position, &[prepared.id.as_str().as_bytes()]);
        let mut customer = Customer::new(id.clone(), now);
        for (name, field) in fields {
            customer.set_field(name, field);
        }
        customer.identifiers = identifiers;
        let decision = self.engines().tag.refresh(&mut customer, TagTrigger::Imported, now);
        unit.put_customer(customer);
        unit.note(message.sent_at, &id, None, EventKind::CustomerCreated {})?;
        note_tag_changes(unit, &id, &decision.value, now)?;
        self.settle(unit, decision.effects, now)?;
        Ok(id)
    }
}

/// Loads what the messages of a batch will ask for, in one call to the store for each kind; gives the places of
/// their threads.
fn load_ahead(unit: &mut UnitOfWork<'_>, batch: &Batch<'_>) -> StoreResult<Vec<ThreadPlace>> {
    unit.load_known_messages(&batch.ids)?;
    let threads = unit.load_threads(&batch.threads)?;
    let (mut customers, mut strangers) = (Vec::with_capacity(batch.threads.len()), Vec::new());
    for (thread, keys) in threads.iter().zip(batch.keys_of_each()) {
        match unit.thread(*thread).and_then(|place| unit.conversation_at(place)) {
            Some(conversation) => customers.push(conversation.customer.clone()),
            None => strangers.extend(keys.iter().cloned()),
        }
    }
    unit.load_customers(&customers)?;
    unit.load_keys(&strangers)?;
    Ok(threads)
}

/// What a first message says about its sender.
fn sender_fields(message: &IncomingMessage) -> Vec<(FieldName, Field)> {
    let source = CompactString::const_new("message");
    let at = message.sent_at;
    let field = |value| Field { value, source: source.clone(), at };
    let mut fields = vec![(FieldName::FirstContact, field(FieldValue::Instant(at)))];
    if let Some(name) = shown_name(message) {
        fields.push((FieldName::Name, name));
    }
    fields.push((FieldName::Stage, field(FieldValue::Stage(crate::customer::Stage::NewInquiry))));
    fields
}

/// The name that the channel shows, where it is one.
fn shown_name(message: &IncomingMessage) -> Option<Field> {
    let name = check_name(message.sender.display_name.as_deref()?).ok()?;
    let source = CompactString::const_new("message");
    Some(Field { value: FieldValue::Text(name), source, at: message.sent_at })
}
