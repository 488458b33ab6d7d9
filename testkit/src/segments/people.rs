//! People with many gaps, and what happened to them.

use chrono::{DateTime, Utc};
use scrm_core::customer::{
    AppliedTag, Customer, Field, FieldName, FieldValue, HeadCount, Identifier, IdentifierKey, IdentifierKind,
    Position, PriorityState, Stage, TagPhase,
};
use scrm_core::foundation::{
    Budget, Channel, CustomerId, Event, EventId, EventKind, MergeId, MessageId, MessageStatus, Order,
    Purpose, Reason, RuleId, TagId,
};
use scrm_core::trust::consent::{ConsentAction, ConsentEntry};

use super::{RandomSegments, SegmentPerson, values};
use crate::SeededRandom;

/// Instants far away, whose years have more or fewer digits, and a leap second.
const FAR: [&str; 6] = [
    "0001-01-01T00:00:00Z",
    "-0044-03-15T12:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "+12345-06-07T08:09:10Z",
    "2016-12-31T23:59:60.500Z",
    "2017-01-01T00:00:00.250Z",
];

/// The person with this number.
pub(super) fn person(of: &RandomSegments, number: u64) -> SegmentPerson {
    Maker { of, random: SeededRandom::for_item(of.seed ^ 0x00BE_0B1E, number) }.person(number)
}

struct Maker<'s> {
    of: &'s RandomSegments,
    random: SeededRandom,
}

impl Maker<'_> {
    fn person(mut self, number: u64) -> SegmentPerson {
        let id = if number % 50 == 49 { format!("к'{number}\"%") } else { format!("c_{number:06}") };
        let mut customer = Customer::new(CustomerId::new(id), self.instant());
        if self.random.happens(0.6) {
            customer.updated_at = self.instant();
        }
        self.fields(&mut customer);
        for _ in 0..self.random.below(4) {
            let identifier = self.identifier(number);
            customer.identifiers.push(identifier);
        }
        // Two tags of one group, or one tag twice, should not be; nothing keeps a record from saying so.
        for _ in 0..self.random.below(6) {
            let tag = self.tag(customer.created_at);
            customer.tags.push(tag);
        }
        for _ in 0..self.random.below(4) {
            let entry = self.consent();
            customer.consents.push(entry);
        }
        customer.priority = self.random.happens(0.5).then(|| self.priority());
        customer.archived_at = self.random.happens(0.1).then(|| self.instant());
        customer.merged_into = self
            .random
            .happens(0.03)
            .then(|| (CustomerId::new("c_000000"), MergeId::new(format!("m_{number}"))));
        let events = (0..self.random.below(14)).map(|event| self.event(&customer.id, event)).collect();
        SegmentPerson { customer, events }
    }

    fn instant(&mut self) -> DateTime<Utc> {
        if self.of.reaches_far && self.random.happens(0.008) {
            return self.random.word(&FAR).parse().unwrap_or_default();
        }
        self.of.values.instant(&mut self.random)
    }

    fn fields(&mut self, customer: &mut Customer) {
        let own = ["shoe_size", "visits.total", "размер", "loyalty_credit", "contract_end", "last_visit"];
        let own = own.into_iter().chain(["nickname", "interests", "is_vip", "स्थायी"]).map(FieldName::from);
        for name in FieldName::BUILT_IN.iter().cloned().chain(own) {
            if self.random.happens(0.45) {
                continue;
            }
            let value = if self.random.happens(0.04) { self.any_value() } else { self.value(&name) };
            let source = self.random.word(&["import:fair", "import:fair", "message"]);
            let at = if self.random.happens(0.7) { customer.created_at } else { self.instant() };
            customer.set_field(name, Field { value, source: source.into(), at });
        }
    }

    fn text(&mut self) -> FieldValue {
        FieldValue::Text(values::text(&mut self.random).into())
    }

    /// A value as the field has it.
    fn value(&mut self, name: &FieldName) -> FieldValue {
        let Self { of, random } = self;
        match name {
            FieldName::Products => self.list(),
            FieldName::FirstContact => FieldValue::Instant(self.instant()),
            FieldName::LastFollowUp | FieldName::Birthday => FieldValue::Date(of.values.day(random)),
            FieldName::Budget => self.budget(),
            FieldName::PreferredTimes => FieldValue::Windows(Vec::new()),
            FieldName::HeadCount => self.head_count(),
            FieldName::Position => {
                FieldValue::Position(random.pick(&Position::ALL).copied().unwrap_or(Position::Influencer))
            }
            FieldName::Stage => FieldValue::Stage(random.pick(&Stage::ALL).copied().unwrap_or(Stage::Lost)),
            FieldName::DealProbability => FieldValue::Number(of.values.number(random)),
            FieldName::ExpectedAnnualPurchase => FieldValue::Money(of.values.money(random)),
            FieldName::Custom(own) => match own.as_str() {
                "shoe_size" | "visits.total" | "размер" => FieldValue::Number(of.values.number(random)),
                "loyalty_credit" => FieldValue::Money(of.values.money(random)),
                "contract_end" => FieldValue::Date(of.values.day(random)),
                "last_visit" => FieldValue::Instant(self.instant()),
                "interests" => self.list(),
                "is_vip" | "स्थायी" => FieldValue::Flag(random.happens(0.5)),
                _ => self.text(),
            },
            _ => self.text(),
        }
    }

    /// A value of any kind.
    fn any_value(&mut self) -> FieldValue {
        let Self { of, random } = self;
        match random.below(11) {
            0 => FieldValue::Instant(self.instant()),
            1 => FieldValue::Date(of.values.day(random)),
            2 => self.budget(),
            3 => self.head_count(),
            4 => FieldValue::Stage(Stage::Quoted),
            5 => FieldValue::Number(of.values.number(random)),
            6 => FieldValue::Money(of.values.money(random)),
            7 => self.list(),
            8 => FieldValue::Flag(random.happens(0.5)),
            9 => FieldValue::Text("Quoted".into()),
            _ => self.text(),
        }
    }

    fn list(&mut self) -> FieldValue {
        FieldValue::List((0..self.random.below(4)).map(|_| values::text(&mut self.random).into()).collect())
    }

    fn budget(&mut self) -> FieldValue {
        let (one, other) = (self.of.values.money(&mut self.random), self.of.values.money(&mut self.random));
        let end = |random: &mut SeededRandom, minor| random.happens(0.8).then_some(minor);
        FieldValue::Budget(Budget {
            low: end(&mut self.random, one.minor.min(other.minor)),
            high: end(&mut self.random, one.minor.max(other.minor)),
            currency: one.currency,
        })
    }

    fn head_count(&mut self) -> FieldValue {
        let mut end = || {
            let people = self.random.pick(&[0, 1, 10, 49, 50, 51, 199, 200, 201]).copied();
            people.filter(|_| self.random.happens(0.85))
        };
        FieldValue::HeadCount(HeadCount { low: end(), high: end() })
    }

    fn identifier(&mut self, number: u64) -> Identifier {
        use IdentifierKind::{
            Email, ParentScopedUserId, Phone, ScopedUserId, System, WecomUserId, WhatsappId,
        };
        // The last two are other systems with unusual names.
        let kinds = [
            Phone,
            WhatsappId,
            ScopedUserId,
            ParentScopedUserId,
            Email,
            WecomUserId,
            System("shopify".into()),
            System("my \"shop\"".into()),
            System("phone".into()),
        ];
        let kind = self.random.pick(&kinds).cloned().unwrap_or(Phone);
        let value = format!("+88691200{number:04}");
        Identifier {
            key: IdentifierKey::from_stored(format!("{}:{value}", kind.as_str())),
            kind,
            value: value.as_str().into(),
            raw: None,
            source: "import:fair".into(),
            at: self.instant(),
            undeliverable: false,
        }
    }

    fn tag(&mut self, created_at: DateTime<Utc>) -> AppliedTag {
        let tag = self.random.pick(&self.of.tags).map_or("", |(tag, _)| tag.as_str());
        let set_at = if self.random.happens(0.4) { created_at } else { self.instant() };
        AppliedTag {
            tag: TagId::new(tag),
            set_at,
            confirmed_at: set_at,
            rule: self.random.happens(0.5).then(|| RuleId::new(tag)),
            reason: Reason::new("tag.by_hand"),
            phase: TagPhase::Active,
            expires_at: None,
        }
    }

    fn consent(&mut self) -> ConsentEntry {
        let given = self.random.happens(0.6);
        ConsentEntry {
            at: self.instant(),
            action: if given { ConsentAction::Given } else { ConsentAction::Withdrawn },
            purpose: self.random.pick(&Purpose::ALL).copied().filter(|_| self.random.happens(0.7)),
            channel: self.random.pick(&Channel::ALL).copied().filter(|_| self.random.happens(0.7)),
            source: "import:fair".to_owned(),
            text_version: None,
        }
    }

    fn priority(&mut self) -> PriorityState {
        PriorityState {
            level: self.random.between(1, 3) as u8,
            score: self.of.values.number(&mut self.random),
            since: self.instant(),
            respond_by: self.instant(),
            responded_at: None,
            reasons: Vec::new(),
        }
    }

    fn event(&mut self, customer: &CustomerId, number: usize) -> Event {
        let message = MessageId::new("m_1");
        let kind = match self.random.below(15) {
            0..2 => EventKind::MessageReceived { message },
            2 => EventKind::AgentReplied { agent: None, message: None, body: None },
            3 => EventKind::AutomaticReplySent { message, rule: RuleId::new("welcome") },
            4 => EventKind::MessageStatusChanged { message, status: MessageStatus::Read },
            5 => EventKind::MessageStatusChanged { message, status: MessageStatus::Delivered },
            6 => EventKind::QuoteSent { total: Some(self.of.values.money(&mut self.random)) },
            7 => EventKind::SampleSent {},
            8..10 => {
                let total = self.of.values.money(&mut self.random);
                // Some events tell of one order, some orders stand alone.
                let number = self
                    .random
                    .pick(&["", "1", "2", "3", " 1\u{a0}", "\u{3000}"])
                    .copied()
                    .unwrap_or_default();
                EventKind::OrderPlaced { order: Order { number: number.to_owned(), total } }
            }
            10 => EventKind::FollowedUp { agent: None },
            11 => EventKind::PageViewed { page: "prices".to_owned() },
            12 => EventKind::EventVisited { name: "fair".to_owned() },
            13 => EventKind::ServiceQuestionAsked {},
            _ => EventKind::CustomerCreated {},
        };
        Event {
            v: 1,
            id: EventId::new(format!("e_{customer}_{number}")),
            at: self.instant(),
            customer: Some(customer.clone()),
            conversation: None,
            kind,
        }
    }
}
