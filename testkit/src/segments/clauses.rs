//! Single clauses: every name, function and operator, mostly compared with values that people have.

use scrm_core::foundation::{Channel, Purpose};
use scrm_core::segment::{Expression, HISTORY_EVENTS, SegmentType};

use super::expressions::{Writer, call, compare, name, number, text};
use super::values;

const DAY: f64 = 86_400.0;
const HOUR: f64 = 3_600.0;

impl Writer<'_> {
    /// A condition of one clause.
    pub(super) fn clause(&mut self) -> Expression {
        use SegmentType::{Date, Instant, Money, Number};
        match self.random.below(25) {
            0..3 => call("has_tag", vec![self.tag()]),
            3 => call("has", vec![self.any_name()]),
            4 => call("has_identifier", vec![self.identifier_kind()]),
            5 => self.consent(),
            6..9 => self.ordered(Number),
            9..11 => self.ordered(Money),
            11..14 => self.ordered(Instant),
            14..16 => self.ordered(Date),
            16..18 => self.since(),
            18..20 => self.same_text(),
            20 => self.one_of(),
            21 => self.listed(),
            22 => self.look(),
            23 => self.value_class(),
            _ => self.flag(),
        }
    }

    fn tag(&mut self) -> Expression {
        let Self { of, random } = self;
        text(random.pick(&of.tags).map_or("", |(tag, _)| tag))
    }

    fn event(&mut self) -> Expression {
        text(self.random.pick(HISTORY_EVENTS).map_or("", |(event, _)| event))
    }

    fn any_name(&mut self) -> Expression {
        let names: Vec<&str> = self.of.schema.names().map(|(name, _)| name).collect();
        name(self.random.word(&names))
    }

    fn name_of(&mut self, kind: SegmentType) -> Expression {
        name(self.random.pick(self.of.names_of(kind)).map_or("", String::as_str))
    }

    fn identifier_kind(&mut self) -> Expression {
        let known =
            ["phone", "whatsapp_id", "scoped_user_id", "email", "wecom_user_id", "shopify", "my \"shop\""];
        text(self.random.word(&known))
    }

    fn consent(&mut self) -> Expression {
        let purpose = self.random.pick(&Purpose::ALL).map_or("", |purpose| purpose.as_str());
        let channel = self.random.pick(&Channel::ALL).map_or("", |channel| channel.as_str());
        let mut arguments = vec![text(purpose)];
        if self.random.happens(0.7) {
            arguments.push(text(channel));
        }
        call("consent", arguments)
    }

    fn length(&mut self) -> Expression {
        let (unit, count) = self.random.pick(&values::LENGTHS).copied().unwrap_or(("days", 1));
        call(unit, vec![number(count.into())])
    }

    /// The present, moved up to three times.
    fn moved(&mut self) -> Expression {
        let mut time = name("now");
        for _ in 0..self.random.pick(&[1, 1, 1, 1, 0, 2, 3]).copied().unwrap_or(1) {
            let (of, by) = (Box::new(time), Box::new(self.length()));
            time = match self.random.happens(0.2) {
                true => Expression::Later { time: of, by },
                false => Expression::Earlier { time: of, by },
            };
        }
        time
    }

    /// Something of a type that differs from customer to customer.
    fn varying(&mut self, kind: SegmentType) -> Expression {
        match (kind, self.random.below(4)) {
            (SegmentType::Number, 0) => {
                let mut arguments = vec![self.event()];
                if self.random.happens(0.7) {
                    arguments.push(self.length());
                }
                call("count", arguments)
            }
            (SegmentType::Instant, 0) => {
                let function = self.random.word(&["first", "last"]);
                call(function, vec![self.event()])
            }
            (SegmentType::Instant, 1) => call("tagged_at", vec![self.tag()]),
            _ => self.name_of(kind),
        }
    }

    /// A value of a type that is the same for every customer.
    fn fixed(&mut self, kind: SegmentType) -> Expression {
        let Self { of, random } = self;
        match kind {
            SegmentType::Number => number(of.values.number(random)),
            SegmentType::Money if random.happens(0.3) => number(of.values.amount(random)),
            SegmentType::Money => {
                let amount = number(of.values.amount(random));
                call("money", vec![amount, text(&of.values.rated_currency(random))])
            }
            SegmentType::Date => call("date", vec![text(&of.values.day(random).to_string())]),
            SegmentType::Instant if random.happens(0.6) => self.moved(),
            SegmentType::Instant => {
                let at = of.values.instant(random);
                let at = values::written(random, at);
                call("timestamp", vec![text(&at)])
            }
            SegmentType::Flag => Expression::Flag { value: random.happens(0.5) },
            _ => text(values::text(random)),
        }
    }

    /// Two values with an order, one of them usually fixed, on either side.
    fn ordered(&mut self, kind: SegmentType) -> Expression {
        use SegmentType::{Date, Instant};
        let left = self.varying(kind);
        // A day and an instant are compared with each other too.
        let other = match (kind, self.random.happens(0.25)) {
            (Date, true) => Instant,
            (Instant, true) => Date,
            _ => kind,
        };
        let right = if self.random.happens(0.85) { self.fixed(other) } else { self.varying(other) };
        let operator = self.comparison();
        let left =
            if self.random.happens(0.02) && kind != SegmentType::Money { self.fixed(kind) } else { left };
        if self.random.happens(0.15) {
            compare(right, operator, left)
        } else {
            compare(left, operator, right)
        }
    }

    fn since(&mut self) -> Expression {
        let (function, unit) =
            if self.random.happens(0.7) { ("days_since", DAY) } else { ("hours_since", HOUR) };
        let kind = if self.random.happens(0.75) { SegmentType::Instant } else { SegmentType::Date };
        let time = if self.random.happens(0.95) { self.varying(kind) } else { self.fixed(kind) };
        let operator = self.comparison();
        let bound = match self.random.happens(0.9) {
            true => number(self.of.values.since(&mut self.random, unit)),
            false => self.varying(SegmentType::Number),
        };
        let since = call(function, vec![time]);
        if self.random.happens(0.15) {
            compare(bound, operator, since)
        } else {
            compare(since, operator, bound)
        }
    }

    fn text_name(&mut self) -> String {
        let Self { of, random } = self;
        random.pick(of.names_of(SegmentType::Text)).cloned().unwrap_or_default()
    }

    /// A text that the name can be.
    fn text_for(&mut self, of: &str) -> Expression {
        let choice = self.of.choices.get(of).and_then(|choices| self.random.pick(choices));
        match choice {
            Some(choice) if self.random.happens(0.3) => text(&choice.to_uppercase()),
            Some(choice) => text(choice),
            None => text(values::text(&mut self.random)),
        }
    }

    fn same_text(&mut self) -> Expression {
        let of = self.text_name();
        let operator = self.is_or_is_not();
        let other = match self.random.happens(0.1) {
            true => self.name_of(SegmentType::Text),
            false => self.text_for(&of),
        };
        match self.random.happens(0.1) {
            true => compare(other, operator, name(&of)),
            false => compare(name(&of), operator, other),
        }
    }

    fn one_of(&mut self) -> Expression {
        use SegmentType::{Date, Flag, Money, Number};
        let count = self.random.below(4);
        let kind = self.random.pick(&[Number, Money, Date, Flag]).copied().unwrap_or(Number);
        let (value, of): (Expression, Vec<Expression>) = if self.random.happens(0.6) {
            let of = self.text_name();
            (name(&of), (0..count).map(|_| self.text_for(&of)).collect())
        } else {
            let varies = self.random.happens(0.1);
            let value = self.varying(kind);
            let choices = (0..count).map(|_| if varies { self.varying(kind) } else { self.fixed(kind) });
            (value, choices.collect())
        };
        Expression::In { value: Box::new(value), list: Box::new(Expression::List { of }) }
    }

    fn value_class(&mut self) -> Expression {
        const NAME: &str = "rfm_class";
        match self.random.below(6) {
            0 => call("has", vec![name(NAME)]),
            1 => {
                let of = (0..self.random.below(3)).map(|_| self.text_for(NAME)).collect();
                Expression::In { value: Box::new(name(NAME)), list: Box::new(Expression::List { of }) }
            }
            2 => {
                let part = self.random.word(&["value", "r", "high", "_", "churn_risk"]);
                let arguments = vec![text(part)];
                Expression::Method { of: Box::new(name(NAME)), function: "contains".to_owned(), arguments }
            }
            _ => {
                let operator = self.is_or_is_not();
                compare(name(NAME), operator, self.text_for(NAME))
            }
        }
    }

    fn listed(&mut self) -> Expression {
        let list = self.name_of(SegmentType::Texts);
        let value = Box::new(text(values::text(&mut self.random)));
        Expression::In { value, list: Box::new(list) }
    }

    fn look(&mut self) -> Expression {
        let of = match self.random.happens(0.95) {
            true => name(&self.text_name()),
            false => text(values::text(&mut self.random)),
        };
        let function =
            self.random.word(&["contains", "startsWith", "endsWith", "starts_with", "ends_with", "matches"]);
        let argument = match function {
            "matches" => values::pattern(&mut self.random),
            _ => values::text(&mut self.random),
        };
        let part: String = match function {
            "matches" => argument.to_owned(),
            _ if self.random.happens(0.5) => {
                let length = argument.chars().count();
                let from = if function.starts_with("end") { length.saturating_sub(2) } else { 0 };
                argument.chars().skip(from).take(3).collect()
            }
            _ => argument.to_owned(),
        };
        Expression::Method { of: Box::new(of), function: function.to_owned(), arguments: vec![text(&part)] }
    }

    fn flag(&mut self) -> Expression {
        let flag = match self.random.below(6) {
            0 => Expression::Flag { value: self.random.happens(0.5) },
            1 => call("has_tag", vec![self.tag()]),
            _ => self.name_of(SegmentType::Flag),
        };
        match self.random.below(3) {
            0 => {
                let operator = self.is_or_is_not();
                let value = Expression::Flag { value: self.random.happens(0.5) };
                compare(flag, operator, value)
            }
            1 => Expression::Not { of: Box::new(flag) },
            _ => flag,
        }
    }
}
