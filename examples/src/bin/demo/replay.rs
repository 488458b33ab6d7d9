//! A month played through the workspace: messages in, timers at their minute, replies out.

use std::collections::VecDeque;
use std::error::Error;

use chrono::{DateTime, TimeDelta, Utc};
use scrm_core::customer::IdentifierKind;
use scrm_core::desk::{IncomingMessage, Sender, SenderIdentifier};
use scrm_core::foundation::{
    AgentId, CustomerId, Event, EventId, EventKind, ExternalId, MessageId, MessageStatus, Money, Order,
    fingerprint,
};
use scrm_core::transport::{Channel, MessageBody};
use scrm_core::workspace::{Attempt, ReceivedKind, Workspace};
use scrm_testkit::generator::{Activity, ActivityKind};

use super::activity_file::{self, Line};
use super::arguments::Arguments;
use super::progress::Progress;
use super::sample;

/// What happened in the month.
#[derive(Debug, Default)]
pub(crate) struct Month {
    pub(crate) received: u64,
    pub(crate) answered: u64,
    pub(crate) sent: u64,
    pub(crate) fired: u64,
    pub(crate) notices: u64,
}

/// Something that comes in at its time.
enum Incident {
    Message(Box<IncomingMessage>),
    Deed { phone: String, kind: ActivityKind, amount: Option<u64> },
}

/// An incident with its time.
type Timed = (DateTime<Utc>, Incident);

/// Leased at once by the demo's one worker.
const AT_ONCE: usize = 50;

/// Plays the caller's file or the sample.
pub(crate) fn run(
    arguments: &Arguments,
    workspace: &Workspace,
    progress: &Progress,
    now: DateTime<Utc>,
) -> Result<Month, Box<dyn Error>> {
    let incidents: Vec<Timed> = match &arguments.messages {
        Some(path) => from_lines(workspace, activity_file::read(path, now)?)?,
        None if arguments.customers.is_some() => Vec::new(),
        None => sample::month()
            .into_iter()
            .zip(0_u64..)
            .map(|(activity, number)| from_activity(activity, number))
            .collect(),
    };
    let mut player = Player { workspace, month: Month::default(), statuses: VecDeque::new() };
    progress.begin("Playing the month", incidents.len() as u64);
    for ((at, incident), position) in incidents.into_iter().zip(1_u64..) {
        player.advance(at)?;
        player.play(at, incident, position)?;
        if position % 64 == 0 {
            progress.at(position);
        }
    }
    player.advance(now)?;
    Ok(player.month)
}

/// The shop's provider and clock.
struct Player<'w> {
    workspace: &'w Workspace,
    month: Month,
    /// What the provider will report, and when.
    statuses: VecDeque<(DateTime<Utc>, MessageId, MessageStatus)>,
}

impl Player<'_> {
    /// Lets time pass until `at`: timers fire and replies leave, each at its own time.
    fn advance(&mut self, at: DateTime<Utc>) -> Result<(), Box<dyn Error>> {
        while let Some(due) = self.workspace.next_wakeup()?.filter(|due| *due <= at) {
            let ticked = self.workspace.tick(due)?;
            self.month.fired += ticked.fired.len() as u64;
            self.month.notices += ticked.notices.len() as u64;
            self.deliver(due)?;
        }
        let mut reports = Vec::new();
        while self.statuses.front().is_some_and(|(when, _, _)| *when <= at) {
            let Some((when, message, status)) = self.statuses.pop_front() else { break };
            reports.push(Event {
                v: 1,
                id: EventId::derive(
                    when,
                    0,
                    &[message.as_str().as_bytes(), format!("{status:?}").as_bytes()],
                ),
                at: when,
                customer: None,
                conversation: None,
                kind: EventKind::MessageStatusChanged { message, status },
            });
        }
        if !reports.is_empty() {
            self.workspace.record(&reports, at)?;
        }
        Ok(())
    }

    /// A provider that takes everything, delivers most and is read by many.
    fn deliver(&mut self, now: DateTime<Utc>) -> Result<(), Box<dyn Error>> {
        loop {
            let leased = self.workspace.lease("demo", AT_ONCE, now)?;
            let is_last = leased.len() < AT_ONCE;
            for lease in leased {
                let id = &lease.message.id;
                if let Attempt::Refused { .. } = self.workspace.attempt(id, lease.generation, now)? {
                    continue;
                }
                let external = ExternalId::new(format!("demo.{id}"));
                let record = self.workspace.acknowledge(id, lease.generation, Some(&external), now)?;
                self.month.sent += 1;
                let chance = fingerprint(&[id.as_str().as_bytes()]).as_fraction();
                if chance < 0.96 {
                    self.report(now + TimeDelta::seconds(2), &record, MessageStatus::Delivered);
                }
                if chance < 0.78 {
                    let seconds = 20 + (chance * 1_500.0) as i64;
                    self.report(now + TimeDelta::seconds(seconds), &record, MessageStatus::Read);
                }
            }
            if is_last {
                return Ok(());
            }
        }
    }

    fn report(&mut self, at: DateTime<Utc>, message: &MessageId, status: MessageStatus) {
        let position = self.statuses.partition_point(|(when, _, _)| *when <= at);
        self.statuses.insert(position, (at, message.clone(), status));
    }

    fn play(&mut self, at: DateTime<Utc>, incident: Incident, position: u64) -> Result<(), Box<dyn Error>> {
        match incident {
            Incident::Message(message) => {
                for received in self.workspace.receive(std::slice::from_ref(&message), at)? {
                    self.month.received += u64::from(received.kind == ReceivedKind::New);
                    self.month.answered += u64::from(received.answered_by.is_some());
                }
            }
            Incident::Deed { phone, kind, amount } => {
                let Some(customer) = self.customer_of(&phone)? else { return Ok(()) };
                let total = amount
                    .map(|amount| Money::major(amount as i64, self.workspace.engines().currency().base));
                let kind = match kind {
                    ActivityKind::AgentReply => EventKind::AgentReplied {
                        agent: Some(AgentId::new("anna")),
                        message: None,
                        body: None,
                    },
                    ActivityKind::Quote => EventKind::QuoteSent { total },
                    ActivityKind::Sample => EventKind::SampleSent {},
                    ActivityKind::Order => match total {
                        Some(total) => {
                            EventKind::OrderPlaced { order: Order { number: format!("A-{position}"), total } }
                        }
                        None => return Ok(()),
                    },
                    ActivityKind::Message => return Ok(()),
                };
                let id = EventId::derive(at, position as u32, &[phone.as_bytes()]);
                let event = Event { v: 1, id, at, customer: Some(customer), conversation: None, kind };
                self.workspace.record(&[event], at)?;
            }
        }
        Ok(())
    }

    fn customer_of(&self, phone: &str) -> Result<Option<CustomerId>, Box<dyn Error>> {
        let key = scrm_core::customer::IdentifierKey::whatsapp_id(phone.trim_start_matches('+'));
        Ok(self
            .workspace
            .store()
            .customers_by_key(&[key])?
            .pop()
            .and_then(|holders| holders.into_iter().next()))
    }
}

fn message(
    at: DateTime<Utc>,
    number: u64,
    sender: SenderIdentifier,
    name: Option<String>,
    text: String,
) -> Incident {
    Incident::Message(Box::new(IncomingMessage {
        external_id: ExternalId::new(format!("in.{number}")),
        channel: Channel::Whatsapp,
        account: "shop".into(),
        sender: Sender { identifiers: vec![sender], display_name: name },
        body: MessageBody::text(text),
        sent_at: at,
        history: false,
    }))
}

fn from_activity(activity: Activity, number: u64) -> (DateTime<Utc>, Incident) {
    let incident = match activity.kind {
        ActivityKind::Message => {
            let value = activity.phone.trim_start_matches('+').into();
            let sender = SenderIdentifier { kind: IdentifierKind::WhatsappId, value };
            message(activity.at, number, sender, Some(activity.name), activity.text)
        }
        kind => Incident::Deed { phone: activity.phone, kind, amount: activity.amount },
    };
    (activity.at, incident)
}

/// Lines without a sender are dealt to the imported customers, the same line to the same customer always.
fn from_lines(workspace: &Workspace, mut lines: Vec<Line>) -> Result<Vec<Timed>, Box<dyn Error>> {
    let mut addresses: Vec<SenderIdentifier> = Vec::new();
    workspace.visit_customers(|customer| {
        let identifier = customer.identifiers.iter().find(|identifier| {
            matches!(
                identifier.kind,
                IdentifierKind::Phone | IdentifierKind::WhatsappId | IdentifierKind::Email
            )
        });
        addresses.extend(identifier.map(|identifier| SenderIdentifier {
            kind: identifier.kind.clone(),
            value: identifier.value.clone(),
        }));
    })?;
    lines.sort_by_key(|line| line.at);
    Ok(lines
        .into_iter()
        .zip(0_u64..)
        .map(|(line, number)| {
            let sender = match &line.sender {
                Some(sender) => {
                    SenderIdentifier { kind: IdentifierKind::Phone, value: sender.as_str().into() }
                }
                None => {
                    let chosen = fingerprint(&[&number.to_le_bytes()]).as_u64();
                    let among = addresses.len().max(1) as u64;
                    addresses.get((chosen % among) as usize).cloned().unwrap_or_else(|| SenderIdentifier {
                        kind: IdentifierKind::System("file".into()),
                        value: format!("guest-{}", chosen % 500).as_str().into(),
                    })
                }
            };
            (line.at, message(line.at, number, sender, line.name, line.text))
        })
        .collect())
}
