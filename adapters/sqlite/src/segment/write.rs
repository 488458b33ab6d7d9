//! From a condition to SQL: how parts are joined, and what each leaf says.

use scrm_core::customer::IdentifierKind;
use scrm_core::segment::{Comparison, StoreCondition, StoredAmount, StoredNumber, StoredTime};

use super::fields::{Stored, end_of};
use super::text::SqlParameter;

/// As many parts stand beside each other; more are halved, because SQLite bounds how deep an expression may be.
const BESIDE_EACH_OTHER: usize = 4;

/// As many values may stand in one query; what asks for more is left to the record. SQLite takes 32,766, but compares each with
/// all before it.
const MOST_PARAMETERS: usize = 5_000;

/// The id of a tag `t` of a record: the whole of it, or a part.
pub(super) const TAG: &str = "iif(t.type = 'text', t.value, t.value ->> '$.tag')";

/// What could not be said in SQL.
#[derive(Debug)]
pub(super) struct Unsaid;

/// Whether a leaf was said.
pub(super) type Said = Result<(), Unsaid>;

#[derive(Debug)]
pub(super) struct Writer {
    pub(super) text: String,
    pub(super) parameters: Vec<SqlParameter>,
    pub(super) is_exact: bool,
}

impl Default for Writer {
    fn default() -> Self {
        Self { text: String::new(), parameters: Vec::new(), is_exact: true }
    }
}

impl Writer {
    pub(super) fn condition(&mut self, condition: &StoreCondition) {
        match condition {
            StoreCondition::All(of) => self.joined(of, " AND ", "1"),
            StoreCondition::Any(of) => self.joined(of, " OR ", "0"),
            leaf => {
                let (text, parameters) = (self.text.len(), self.parameters.len());
                if self.leaf(leaf).is_err() || self.parameters.len() > MOST_PARAMETERS {
                    self.text.truncate(text);
                    self.parameters.truncate(parameters);
                    self.text.push_str("NULL");
                    self.is_exact = false;
                }
            }
        }
    }

    fn joined(&mut self, of: &[StoreCondition], operator: &str, none: &str) {
        match of {
            [] => self.text.push_str(none),
            [only] => self.condition(only),
            few if few.len() <= BESIDE_EACH_OTHER => {
                self.text.push('(');
                for (place, part) in few.iter().enumerate() {
                    if place > 0 {
                        self.text.push_str(operator);
                    }
                    self.condition(part);
                }
                self.text.push(')');
            }
            many => {
                let (first, second) = many.split_at(many.len() / 2);
                self.text.push('(');
                self.joined(first, operator, none);
                self.text.push_str(operator);
                self.joined(second, operator, none);
                self.text.push(')');
            }
        }
    }

    fn leaf(&mut self, leaf: &StoreCondition) -> Said {
        match leaf {
            StoreCondition::Tag { tag, has } => {
                let tag = self.bind(SqlParameter::Text(tag.as_str().to_owned()));
                let not = if *has { "" } else { "NOT " };
                self.text.push_str(&format!(
                    "{not}EXISTS (SELECT 1 FROM json_each(c.body, '$.tags') AS t WHERE {TAG} = {tag})"
                ));
            }
            StoreCondition::Identifier { kind, has } => {
                // Another system's name stands in an object, so that it may be called like a kind.
                let value = match kind {
                    IdentifierKind::System(_) => "i.value ->> '$.kind.system'",
                    _ => "iif(i.type = 'array', i.value ->> '$[0]', i.value ->> '$.kind')",
                };
                let kind = self.bind(SqlParameter::Text(kind.as_str().to_owned()));
                let not = if *has { "" } else { "NOT " };
                self.text.push_str(&format!(
                    "{not}EXISTS (SELECT 1 FROM json_each(c.body, '$.identifiers') AS i \
                     WHERE {value} = {kind})"
                ));
            }
            StoreCondition::Archived(archived) => self.is_there("c.body ->> '$.archived_at'", *archived),
            StoreCondition::Queued(queued) => self.is_there("c.body ->> '$.priority'", *queued),
            StoreCondition::Flag { field, says } => {
                let field = Stored::field(field)?;
                // JSON's true is 1 in SQL, and its false 0.
                let (kind, flag, says) = (field.kind(), field.value("[1]"), u8::from(*says));
                self.text.push_str(&format!("coalesce(CASE {kind} WHEN 'flag' THEN {flag} = {says} END, 0)"));
            }
            StoreCondition::Known { field, is_known } => {
                let field = Stored::field(field)?;
                self.is_there(&field.known(), *is_known);
            }
            StoreCondition::Number { of, operator, number } => return self.number(of, *operator, *number),
            StoreCondition::Amount { of, ranges } => {
                let (field, kind) = match of {
                    StoredAmount::Field(field) => (field, "money"),
                    StoredAmount::Budget(field, _) => (field, "budget"),
                };
                let field = Stored::field(field)?;
                let minor = match of {
                    StoredAmount::Field(_) => field.value("[1].minor"),
                    StoredAmount::Budget(_, end) => end_of(&field, *end),
                };
                return self.amount(&field, kind, &minor, ranges);
            }
            StoreCondition::Time { of: StoredTime::Field(field), instants, days } => {
                return self.field_time(&Stored::field(field)?, instants, days);
            }
            StoreCondition::Time { of, instants, .. } => return self.time(of, instants),
            StoreCondition::Text { field, look, holds, others_open } => {
                self.is_exact &= !others_open;
                return self.looks(&Stored::field(field)?, look, *holds, *others_open);
            }
            StoreCondition::Listed { field, text, is_listed } => {
                return self.listed(&Stored::field(field)?, text, *is_listed);
            }
            // Conditions of later versions of the core are for the record to answer.
            _ => return Err(Unsaid),
        }
        Ok(())
    }

    fn number(&mut self, of: &StoredNumber, operator: Comparison, number: f64) -> Said {
        let value = match of {
            StoredNumber::Orders => self.count_orders()?,
            StoredNumber::Events { event, after, until } => self.count(event, *after, *until)?,
            StoredNumber::PriorityLevel => "c.body ->> '$.priority.level'".to_owned(),
            StoredNumber::PriorityScore => "c.body ->> '$.priority.score'".to_owned(),
            StoredNumber::Field(field) => {
                let field = Stored::field(field)?;
                format!("CASE {} WHEN 'number' THEN {} END", field.kind(), field.value("[1]"))
            }
            StoredNumber::People(field, end) => {
                let field = Stored::field(field)?;
                format!("CASE {} WHEN 'head_count' THEN {} END", field.kind(), end_of(&field, *end))
            }
        };
        let number = self.bind(SqlParameter::Real(number));
        let operator = sign(operator);
        self.text.push_str(&format!("coalesce({value} {operator} {number}, 0)"));
        Ok(())
    }

    /// The name of a parameter for a value.
    pub(super) fn bind(&mut self, value: SqlParameter) -> String {
        self.parameters.push(value);
        format!("?{}", self.parameters.len())
    }

    fn is_there(&mut self, value: &str, is_there: bool) {
        let not = if is_there { "NOT " } else { "" };
        self.text.push_str(&format!("{value} IS {not}NULL"));
    }
}

const fn sign(operator: Comparison) -> &'static str {
    match operator {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Greater => ">",
        Comparison::AtLeast => ">=",
    }
}
