//! How a condition is answered for every row: which sets and columns are asked, in which order.

use chrono::{DateTime, Utc};

use super::codes::{CodeTest, RowCodes, Width};
use super::column::{Column, Kind, nanoseconds};
use super::facts::{Counted, KnownFacts, RowFacts, Values, lists};
use super::rows::{BLOCK_ROWS, Block, NOBODY, RowSet, count, is_empty, rows_of};
use crate::foundation::TagId;
use crate::foundation::time::Span;
use crate::segment::evaluate::{Evaluation, Value};
use crate::segment::schema::SegmentSchema;
use crate::segment::syntax::Comparison;
use crate::segment::term::{Attribute, Term, Test};
use crate::transport::Channel;
use crate::trust::consent::Purpose;

/// A condition bound to what is known: it holds for the rows for which the condition is known to be what is wanted.
#[derive(Debug)]
pub(super) enum Step<'i> {
    /// For everybody, or for nobody.
    Always(bool),
    /// For the members of a set, or for those who are not.
    Members(&'i RowSet, bool),
    /// For rows that were counted out.
    Counted(RowSet),
    /// For rows with such codes.
    Codes(&'i RowCodes, CodeTest),
    /// For rows for which all of them hold.
    All(Vec<Self>),
    /// For rows for which one of them holds.
    Any(Vec<Self>),
    /// For rows for which a condition is what is wanted, asked one by one.
    OneByOne(Box<OneByOne<'i>>),
}

/// A condition that compares what lies in several columns.
#[derive(Debug)]
pub(super) struct OneByOne<'i> {
    test: Test,
    wanted: bool,
    known: &'i KnownFacts,
    counted: Vec<Counted>,
}

/// Binds conditions.
#[derive(Clone, Copy)]
pub(super) struct Planner<'i> {
    pub(super) schema: &'i SegmentSchema,
    pub(super) known: &'i KnownFacts,
    /// As many as there are rows.
    pub(super) rows: usize,
    pub(super) now: DateTime<Utc>,
}

impl<'i> Planner<'i> {
    /// The rows for which a condition is known to be what is wanted.
    pub(super) fn plan(&self, test: &Test, wanted: bool) -> Step<'i> {
        match test {
            leaf if asks_for_class(leaf) => self.one_by_one(leaf, wanted),
            Test::All(of) => self.joined(of, wanted, wanted),
            Test::Any(of) => self.joined(of, wanted, !wanted),
            Test::Not(of) => self.plan(of, !wanted),
            Test::Holds(term) => self.flag(term, wanted).unwrap_or_else(|| self.one_by_one(test, wanted)),
            Test::Compare(left, operator, right) => {
                let operator = if wanted { *operator } else { operator.opposite() };
                let compared = self
                    .compared(left, operator, right)
                    .or_else(|| self.compared(right, operator.turned(), left));
                compared.unwrap_or_else(|| self.one_by_one(test, wanted))
            }
            Test::OneOf(term, choices) => {
                self.one_of(term, choices, wanted).unwrap_or_else(|| self.one_by_one(test, wanted))
            }
            Test::Has(Term::Attribute(attribute), text) => {
                let values = self.known.values(attribute);
                let in_list = |column: &'i Column| column.spelled(|list| lists(list, text) == wanted);
                let in_text = |column: &'i Column| column.spelled(|one| (one == text) == wanted);
                any([on(values, Kind::Texts, in_list), on(values, Kind::Text, in_text)])
            }
            Test::Look(Term::Attribute(attribute), look) if !matches!(attribute, Attribute::Group(_)) => {
                any([on(self.known.values(attribute), Kind::Text, |column| {
                    column.spelled(|text| look.finds(text) == wanted)
                })])
            }
            Test::Has(..) | Test::Look(..) => self.one_by_one(test, wanted),
        }
    }

    fn joined(&self, of: &[Test], wanted: bool, all: bool) -> Step<'i> {
        let steps: Vec<Step<'i>> = of.iter().map(|test| self.plan(test, wanted)).collect();
        if all { Step::All(steps) } else { Step::Any(steps) }
    }

    /// Something that is true or false.
    fn flag(&self, term: &Term, wanted: bool) -> Option<Step<'i>> {
        let members =
            |set: Option<&'i RowSet>| set.map_or(Step::Always(!wanted), |set| Step::Members(set, wanted));
        Some(match term {
            Term::Flag(flag) => Step::Always(*flag == wanted),
            Term::HasTag(tag) => members(self.tag(tag)),
            Term::HasIdentifier(kind) => members(
                self.known.identifiers.iter().find(|(present, _)| present == kind).map(|(_, rows)| rows),
            ),
            Term::Consent(purpose, Some(channel)) => members(self.known.consent(*purpose, *channel)),
            Term::Consent(purpose, None) => self.any_channel(*purpose, wanted),
            Term::Known(Attribute::Group(tags)) => {
                let each = tags.iter().map(|(tag, _)| members(self.tag(tag))).collect();
                if wanted { Step::Any(each) } else { Step::All(each) }
            }
            Term::Known(attribute) => self.known(self.known.values(attribute), wanted),
            Term::Attribute(attribute) if !matches!(attribute, Attribute::Group(_)) => {
                any([on(self.known.values(attribute), Kind::Flag, |column| {
                    let is_it = |value: &Value<'_>| match value {
                        Value::Flag(flag) => Some(flag.cmp(&wanted)),
                        _ => None,
                    };
                    column.ordered(is_it, std::cmp::Ordering::is_eq)
                })])
            }
            _ => return None,
        })
    }

    /// Rows of which a value is known, or is not.
    fn known(&self, values: Option<&'i Values>, wanted: bool) -> Step<'i> {
        let Some(values) = values else { return Step::Always(!wanted) };
        let columns = values.columns.iter().map(|column| {
            let everyone = CodeTest::Within(1, u64::MAX);
            Step::Codes(column.codes(), if wanted { everyone } else { CodeTest::Missing })
        });
        let each: Vec<Step<'i>> = columns.chain([Step::Members(&values.beyond, wanted)]).collect();
        if wanted { Step::Any(each) } else { Step::All(each) }
    }

    fn any_channel(&self, purpose: Purpose, wanted: bool) -> Step<'i> {
        let sets = Channel::ALL.into_iter().filter_map(|channel| self.known.consent(purpose, channel));
        let each = sets.map(|set| Step::Members(set, wanted)).collect();
        if wanted { Step::Any(each) } else { Step::All(each) }
    }

    fn tag(&self, tag: &TagId) -> Option<&'i RowSet> {
        self.known.tags.get(tag).map(|rows| &rows.members)
    }

    /// What is in a column, compared with what is the same for everybody; nothing where it is neither.
    fn compared(&self, varying: &Term, operator: Comparison, constant: &Term) -> Option<Step<'i>> {
        let constant = self.schema.constant(constant, self.now)?;
        if let Some(left) = self.schema.constant(varying, self.now) {
            let order = self.schema.compare(&left, &constant);
            return Some(Step::Always(order.is_some_and(|order| operator.accepts(order))));
        }
        match varying {
            Term::Attribute(Attribute::Group(tags)) => match &constant {
                Value::Text(name) => self.in_group(tags, |own| operator.accepts(own.cmp(name))),
                _ => None,
            },
            Term::Attribute(attribute) => {
                Some(self.in_columns(self.known.values(attribute), operator, &constant))
            }
            Term::TaggedAt(tag) => {
                Some(self.in_columns(self.known.tags.get(tag).map(|rows| &rows.since), operator, &constant))
            }
            Term::Since(time, unit) => {
                let values = match &**time {
                    Term::Attribute(Attribute::Group(_)) => return None,
                    Term::Attribute(attribute) => self.known.values(attribute),
                    Term::TaggedAt(tag) => self.known.tags.get(tag).map(|rows| &rows.since),
                    _ => return None,
                };
                let order = |value: &Value<'_>| {
                    self.schema.compare(&Value::Number(self.schema.since(value, *unit, self.now)), &constant)
                };
                Some(any([Kind::Instant, Kind::Date].map(|kind| {
                    on(values, kind, |column| column.ordered(order, |order| operator.accepts(order)))
                })))
            }
            Term::Count(event, window) => Some(self.counted(event, *window, |count| {
                let order = self.schema.compare(&Value::Number(f64::from(count)), &constant);
                order.is_some_and(|order| operator.accepts(order))
            })),
            Term::HasTag(_) | Term::HasIdentifier(_) | Term::Consent(..) | Term::Known(_) => match constant {
                Value::Flag(flag) if operator == Comparison::Equal => self.flag(varying, flag),
                Value::Flag(flag) if operator == Comparison::NotEqual => self.flag(varying, !flag),
                _ => None,
            },
            _ => None,
        }
    }

    /// Rows whose value is in such an order with a constant.
    fn in_columns(&self, values: Option<&'i Values>, operator: Comparison, constant: &Value<'_>) -> Step<'i> {
        let columns = values.into_iter().flat_map(|values| &values.columns);
        any(columns.map(|column| self.in_column(column, operator, constant)))
    }

    /// Rows whose value in a column is in such an order with a constant; nothing where they cannot be compared.
    fn in_column(&self, column: &'i Column, operator: Comparison, constant: &Value<'_>) -> Option<Step<'i>> {
        let order = |value: &Value<'_>| self.schema.compare(value, constant);
        let accepts = |order| operator.accepts(order);
        let test = match (column.kind(), constant) {
            (Kind::Text, Value::Text(text)) => spelling(column, operator, text),
            (Kind::Instant, Value::Date(day)) => column.by_day(*day, order, accepts),
            (Kind::Date, Value::Instant(_)) => column.ordered(order, accepts),
            (kind, constant) if kind == Kind::of(constant) => column.ordered(order, accepts),
            _ => return None,
        };
        Some(Step::Codes(column.codes(), test))
    }

    /// Rows with a tag of a group whose name is accepted.
    fn in_group(&self, tags: &[(TagId, String)], accepts: impl Fn(&str) -> bool) -> Option<Step<'i>> {
        let members = |tag| self.tag(tag).map_or(Step::Always(false), |set| Step::Members(set, true));
        let others = |tag| self.tag(tag).map_or(Step::Always(true), |set| Step::Members(set, false));
        let accepted = tags.iter().enumerate().filter(|(_, (_, name))| accepts(name));
        Some(Step::Any(
            accepted
                .map(|(index, (tag, _))| {
                    // The first one counts where a customer has several.
                    let earlier = tags.iter().take(index).map(|(tag, _)| others(tag));
                    Step::All(std::iter::once(members(tag)).chain(earlier).collect())
                })
                .collect(),
        ))
    }

    fn one_of(&self, term: &Term, choices: &[Term], wanted: bool) -> Option<Step<'i>> {
        let constants = choices
            .iter()
            .map(|choice| self.schema.constant(choice, self.now))
            .collect::<Option<Vec<_>>>()?;
        let is_chosen = |value: &Value<'_>| {
            constants
                .iter()
                .any(|choice| self.schema.compare(value, choice).is_some_and(std::cmp::Ordering::is_eq))
        };
        if let Term::Attribute(Attribute::Group(tags)) = term {
            return self.in_group(tags, |name| is_chosen(&Value::Text(name.into())) == wanted);
        }
        let Term::Attribute(attribute) = term else { return None };
        if wanted {
            let values = self.known.values(attribute);
            let each =
                constants.iter().map(|choice| Some(self.in_columns(values, Comparison::Equal, choice)));
            return Some(any(each));
        }
        // Each choice leaves out who has it; who has a value that cannot be compared with it has another one.
        let values = self.known.values(attribute)?;
        let columns = values.columns.iter().filter(|column| column.kind() != Kind::Texts);
        Some(any(columns.map(|column| {
            let others =
                constants.iter().filter_map(|choice| self.in_column(column, Comparison::NotEqual, choice));
            let has_one = Step::Codes(column.codes(), CodeTest::Within(1, u64::MAX));
            Some(Step::All(std::iter::once(has_one).chain(others).collect()))
        })))
    }

    fn counted(&self, event: &'static str, window: Option<Span>, accepts: impl Fn(u32) -> bool) -> Step<'i> {
        let counts = self.counts(event, window).counts;
        let mut rows = RowSet::default();
        for block in counts.chunks(BLOCK_ROWS) {
            let mut found = NOBODY;
            for (word, counts) in found.iter_mut().zip(block.chunks(64)) {
                let bits = counts.iter().enumerate();
                *word = bits.fold(0, |bits, (bit, count)| bits | u64::from(accepts(*count)) << bit);
            }
            rows.push(found);
        }
        Step::Counted(rows)
    }

    fn counts(&self, event: &'static str, window: Option<Span>) -> Counted {
        let after = window.map(|window| self.schema.calendar.subtract(self.now, window));
        let mut counts = vec![0_u32; self.rows];
        if let Some(timeline) = self.known.timeline(event) {
            timeline.visit(after.map(nanoseconds), nanoseconds(self.now), |row| {
                if let Some(count) = counts.get_mut(row as usize) {
                    *count += 1;
                }
            });
        }
        Counted { event, after, counts }
    }

    fn one_by_one(&self, test: &Test, wanted: bool) -> Step<'i> {
        let mut counted = Vec::new();
        visit_counts(test, &mut |event, window| counted.push(self.counts(event, window)));
        Step::OneByOne(Box::new(OneByOne { test: test.clone(), wanted, known: self.known, counted }))
    }
}

/// Whether a single clause asks for the class of value, which no column has: it depends on the day.
fn asks_for_class(test: &Test) -> bool {
    let is_class =
        |term: &Term| matches!(term, Term::Attribute(Attribute::RfmClass) | Term::Known(Attribute::RfmClass));
    match test {
        Test::All(_) | Test::Any(_) | Test::Not(_) => false,
        Test::Holds(term) | Test::Has(term, _) | Test::Look(term, _) => is_class(term),
        Test::Compare(left, _, right) => is_class(left) || is_class(right),
        Test::OneOf(term, choices) => is_class(term) || choices.iter().any(is_class),
    }
}

/// Codes of a column of texts that are one, or that are not.
fn spelling(column: &Column, operator: Comparison, text: &str) -> CodeTest {
    match (operator, column.texts().number(text)) {
        (Comparison::Equal, Some(code)) => CodeTest::Within(code, code),
        (Comparison::Equal, None) => CodeTest::AnyOf(Vec::new()),
        (Comparison::NotEqual, Some(code)) => CodeTest::Outside(code, code),
        (Comparison::NotEqual, None) => CodeTest::Within(1, u64::MAX),
        _ => column.spelled(|own| operator.accepts(own.cmp(text))),
    }
}

/// Calls `visit` with everything that a condition counts.
fn visit_counts(test: &Test, visit: &mut impl FnMut(&'static str, Option<Span>)) {
    let mut of_term = |term: &Term| {
        if let Term::Count(event, window) = term {
            visit(event, *window);
        }
    };
    match test {
        Test::All(of) | Test::Any(of) => of.iter().for_each(|test| visit_counts(test, visit)),
        Test::Not(of) => visit_counts(of, visit),
        Test::Holds(term) | Test::Has(term, _) | Test::Look(term, _) => of_term(term),
        Test::Compare(left, _, right) => [left, right].into_iter().for_each(of_term),
        Test::OneOf(term, choices) => std::iter::once(term).chain(choices).for_each(of_term),
    }
}

/// The rows of the column of a kind that a test selects, where there is such a column.
fn on<'i>(
    values: Option<&'i Values>,
    kind: Kind,
    test: impl FnOnce(&'i Column) -> CodeTest,
) -> Option<Step<'i>> {
    values.and_then(|values| values.column(kind)).map(|column| Step::Codes(column.codes(), test(column)))
}

/// Rows of any of some steps.
fn any<'i>(steps: impl IntoIterator<Item = Option<Step<'i>>>) -> Step<'i> {
    let mut steps: Vec<Step<'i>> = steps.into_iter().flatten().collect();
    match (steps.pop(), steps.is_empty()) {
        (None, _) => Step::Always(false),
        (Some(only), true) => only,
        (Some(last), false) => {
            steps.push(last);
            Step::Any(steps)
        }
    }
}

impl Step<'_> {
    /// Those of `left` for which it holds.
    pub(super) fn select(&self, block: usize, evaluation: &Asked<'_>, left: &Block) -> Block {
        match self {
            Self::Always(true) => *left,
            Self::Always(false) => NOBODY,
            Self::Members(set, true) => set.block(block).map_or(NOBODY, |set| both(left, set)),
            Self::Members(set, false) => set.block(block).map_or(*left, |set| without(left, set)),
            Self::Counted(set) => set.block(block).map_or(NOBODY, |set| both(left, set)),
            Self::Codes(codes, test) => codes.select(block, test, left),
            Self::All(of) => {
                let mut left = *left;
                for step in of {
                    if is_empty(&left) {
                        break;
                    }
                    left = step.select(block, evaluation, &left);
                }
                left
            }
            Self::Any(of) => {
                let (mut left, mut found) = (*left, NOBODY);
                for step in of {
                    let more = step.select(block, evaluation, &left);
                    left = without(&left, &more);
                    found.iter_mut().zip(more).for_each(|(found, more)| *found |= more);
                    if is_empty(&left) {
                        break;
                    }
                }
                found
            }
            Self::OneByOne(asked) => asked.select(block, evaluation, left),
        }
    }

    /// Those of `present` for whom it holds.
    pub(super) fn selected(&self, asked: &Asked<'_>, present: &RowSet) -> RowSet {
        let mut rows = RowSet::default();
        for block in 0..present.blocks() {
            let left = present.block(block).copied().unwrap_or(NOBODY);
            rows.push(self.select(block, asked, &left));
        }
        rows
    }

    /// About how long a row takes, in the time of one that is a bit of a set.
    fn cost(&self) -> f64 {
        match self {
            Self::Always(_) => 0.1,
            Self::Members(..) | Self::Counted(_) => 1.0,
            Self::Codes(_, CodeTest::Among(_) | CodeTest::AnyOf(_)) => 40.0,
            Self::Codes(codes, _) => match codes.width() {
                Width::Eight => 4.0,
                Width::Sixteen => 6.0,
                Width::ThirtyTwo => 10.0,
                Width::SixtyFour => 20.0,
            },
            Self::All(of) | Self::Any(of) => of.iter().map(Self::cost).sum(),
            Self::OneByOne(_) => 2_000.0,
        }
    }

    /// Puts what is cheap and decides much first, judged by some blocks of `present`.
    pub(super) fn put_in_order(&mut self, evaluation: &Asked<'_>, present: &RowSet) {
        let (Self::All(of) | Self::Any(of)) = self else { return };
        of.iter_mut().for_each(|step| step.put_in_order(evaluation, present));
        let is_all = matches!(self, Self::All(_));
        let (Self::All(of) | Self::Any(of)) = self else { return };
        put_in_order(of, |step| step, is_all, evaluation, present);
    }
}

/// Puts steps that all have to hold, or one of which has to, in the order in which they are asked.
pub(super) fn put_in_order<'i, T>(
    of: &mut Vec<T>,
    step: impl Fn(&T) -> &Step<'i>,
    is_all: bool,
    asked: &Asked<'_>,
    present: &RowSet,
) {
    const SAMPLED: usize = 4;
    if of.len() < 2 {
        return;
    }
    let stride = (present.blocks() / SAMPLED).max(1);
    let sampled: Vec<usize> = (0..present.blocks()).step_by(stride).take(SAMPLED).collect();
    let rank = |step: &Step<'i>| {
        if matches!(step, Step::OneByOne(_)) {
            return step.cost();
        }
        let (mut all, mut holding) = (1, 0);
        for block in &sampled {
            if let Some(left) = present.block(*block) {
                all += count(left);
                holding += count(&step.select(*block, asked, left));
            }
        }
        let holding = holding as f64 / all as f64;
        let decided = if is_all { 1.0 - holding } else { holding };
        step.cost() / decided.max(0.001)
    };
    let mut ranked: Vec<(f64, T)> =
        std::mem::take(of).into_iter().map(|one| (rank(step(&one)), one)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    of.extend(ranked.into_iter().map(|(_, one)| one));
}

/// By which calendar and rates, and when, steps are asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'i> {
    pub(super) schema: &'i SegmentSchema,
    pub(super) now: DateTime<Utc>,
}

impl OneByOne<'_> {
    fn select(&self, block: usize, asked: &Asked<'_>, left: &Block) -> Block {
        let mut found = NOBODY;
        for row in rows_of(left) {
            let facts = RowFacts { known: self.known, counted: &self.counted, row: block * BLOCK_ROWS + row };
            let evaluation = Evaluation { schema: asked.schema, facts: &facts, now: asked.now };
            if self.test.holds(&evaluation) == Some(self.wanted)
                && let Some(word) = found.get_mut(row / 64)
            {
                *word |= 1 << (row % 64);
            }
        }
        found
    }
}

fn both(left: &Block, right: &Block) -> Block {
    let mut both = *left;
    both.iter_mut().zip(right).for_each(|(both, right)| *both &= right);
    both
}

fn without(left: &Block, right: &Block) -> Block {
    let mut rest = *left;
    rest.iter_mut().zip(right).for_each(|(rest, right)| *rest &= !right);
    rest
}
