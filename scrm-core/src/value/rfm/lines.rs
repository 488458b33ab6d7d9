//! Lines of what was bought, and their order by customer.

use serde::{Deserialize, Serialize};

use crate::value::ValueError;

/// Stands in the columns of customers and orders where a line has none.
pub const UNKNOWN: u32 = u32::MAX;

/// Columns of lines of what was bought, in any order. Customers and orders are numbers that the caller gives out from 0 on,
/// as a dictionary of names does, or [`NumberedIds`](super::NumberedIds); those of customers may have gaps, but not be larger
/// than eight times the number of lines.
#[derive(Clone, Copy, Debug)]
pub struct TransactionLines<'c> {
    /// Who bought; [`UNKNOWN`] where nobody knows.
    pub customers: &'c [u32],
    /// On which day, as days since 1 January 1970 on the workspace's calendar.
    pub days: &'c [i32],
    /// For how much, in one currency; below 0 for what was returned or cancelled.
    pub amounts: &'c [f64],
    /// To which order the line belongs; [`UNKNOWN`] for one that stands alone. Empty where all do.
    pub orders: &'c [u32],
}

/// What became of the lines. Each is counted once, in the order in which they stand here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LineCounts {
    /// All lines.
    pub lines: u64,
    /// Nobody knows who bought.
    pub without_customer: u64,
    /// Dated after today.
    pub future: u64,
    /// Below 0: returned or cancelled.
    pub returned: u64,
    /// What was returned, of customers that are known, as a number from 0 on.
    pub returned_amount: f64,
    /// For nothing: no purchase either.
    pub free: u64,
    /// The others, from which purchases are made.
    pub bought: u64,
    /// Customers who returned something and of whom no purchase is known: they have no row.
    pub only_returned: u64,
}

/// What a line is. Each is counted under the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineKind {
    WithoutCustomer,
    Future,
    Returned,
    Free,
    Bought,
}

impl LineKind {
    fn of(customer: u32, day: i32, amount: f64, today: i32) -> Self {
        if customer == UNKNOWN {
            Self::WithoutCustomer
        } else if day > today {
            Self::Future
        } else if amount < 0.0 {
            Self::Returned
        } else if amount == 0.0 {
            Self::Free
        } else {
            Self::Bought
        }
    }

    /// Whether it says something of its customer.
    const fn says_something(self) -> bool {
        matches!(self, Self::Bought | Self::Returned)
    }
}

impl LineCounts {
    /// Counts a line; whether it says something of its customer.
    fn add(&mut self, kind: LineKind, amount: f64) -> bool {
        match kind {
            LineKind::WithoutCustomer => self.without_customer += 1,
            LineKind::Future => self.future += 1,
            LineKind::Returned => {
                self.returned += 1;
                self.returned_amount -= amount;
            }
            LineKind::Free => self.free += 1,
            LineKind::Bought => self.bought += 1,
        }
        kind.says_something()
    }
}

/// A line of one customer.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::value) struct Line {
    customer: u32,
    pub(in crate::value) day: i32,
    pub(in crate::value) amount: f64,
}

/// What is done with each customer's lines. Their orders stand beside them, or are empty where all lines stand alone.
pub(in crate::value) type TakeCustomer<'t> = dyn FnMut(u32, &mut [Line], &mut [u32]) + 't;

/// Customers' numbers are below so many times the number of lines.
pub(super) const MOST_NUMBERS_PER_LINE: u64 = 8;

/// Customers whose numbers differ in the last bits only are sorted together: their lines fit into a processor's cache.
const BLOCK_BITS: u32 = 11;

impl TransactionLines<'_> {
    pub(in crate::value) fn check(&self) -> Result<(), ValueError> {
        let expected = self.customers.len();
        let orders = if self.orders.is_empty() { expected } else { self.orders.len() };
        let lengths = [("days", self.days.len()), ("amounts", self.amounts.len()), ("orders", orders)];
        if let Some((field, rows)) = lengths.into_iter().find(|(_, rows)| *rows != expected) {
            return Err(ValueError::Length { field, rows, expected });
        }
        // Lines are counted in 32 bits.
        if expected >= UNKNOWN as usize {
            return Err(ValueError::Length {
                field: "customers",
                rows: expected,
                expected: UNKNOWN as usize - 1,
            });
        }
        // Numbers far beyond the lines would only take memory.
        let most = MOST_NUMBERS_PER_LINE * expected as u64;
        let beyond = |customer: &u32| *customer != UNKNOWN && u64::from(*customer) >= most;
        if let Some(row) = self.customers.iter().position(beyond) {
            let cause = "is a number beyond eight times the number of lines";
            return Err(ValueError::Row { row: row as u64 + 1, field: "customer", cause });
        }
        match self.amounts.iter().position(|amount| !amount.is_finite()) {
            Some(row) => Err(ValueError::Row { row: row as u64 + 1, field: "amount", cause: "is no number" }),
            None => Ok(()),
        }
    }

    /// Hands out what each customer bought and returned, customers in the order of their numbers, the lines of one in the
    /// order of the columns; and says what became of all lines.
    pub(in crate::value) fn each_customer(&self, today: i32, take: &mut TakeCustomer<'_>) -> LineCounts {
        let mut counts = LineCounts { lines: self.customers.len() as u64, ..LineCounts::default() };
        let mut ends = Vec::<u32>::new();
        let columns = || self.customers.iter().zip(self.days).zip(self.amounts);
        for ((customer, day), amount) in columns() {
            if counts.add(LineKind::of(*customer, *day, *amount, today), *amount) {
                let block = (customer >> BLOCK_BITS) as usize;
                if block >= ends.len() {
                    ends.resize(block + 1, 0);
                }
                ends[block] += 1;
            }
        }
        let mut places = Vec::new();
        count_up(&mut ends, &mut places);
        let count = ends.last().copied().unwrap_or_default() as usize;
        let mut lines = vec![Line::default(); count];
        let mut orders = vec![UNKNOWN; if self.orders.is_empty() { 0 } else { count }];
        for (row, ((customer, day), amount)) in columns().enumerate() {
            if !LineKind::of(*customer, *day, *amount, today).says_something() {
                continue;
            }
            let place = &mut places[(customer >> BLOCK_BITS) as usize];
            lines[*place as usize] = Line { customer: *customer, day: *day, amount: *amount };
            if let Some(order) = orders.get_mut(*place as usize) {
                *order = self.orders[row];
            }
            *place += 1;
        }
        let mut sorted = Sorted::default();
        let mut start = 0;
        for (block, end) in ends.into_iter().enumerate() {
            let own = start as usize..end as usize;
            let orders = orders.get(own.clone()).unwrap_or_default();
            sorted.each_of_block(block, &lines[own], orders, take);
            start = end;
        }
        counts
    }
}

/// Makes ends of counts, and says where each begins.
fn count_up(counts: &mut [u32], starts: &mut Vec<u32>) {
    let mut end = 0;
    starts.clear();
    for count in counts {
        starts.push(end);
        end += *count;
        *count = end;
    }
}

/// Room for the lines of one block, by customer.
#[derive(Default)]
struct Sorted {
    lines: Vec<Line>,
    orders: Vec<u32>,
    ends: Vec<u32>,
    places: Vec<u32>,
}

impl Sorted {
    /// Hands out the customers of one block.
    fn each_of_block(&mut self, block: usize, lines: &[Line], orders: &[u32], take: &mut TakeCustomer<'_>) {
        const MASK: u32 = (1 << BLOCK_BITS) - 1;
        self.ends.clear();
        self.ends.resize(1 << BLOCK_BITS, 0);
        lines.iter().for_each(|line| self.ends[(line.customer & MASK) as usize] += 1);
        count_up(&mut self.ends, &mut self.places);
        self.lines.resize(lines.len(), Line::default());
        self.orders.resize(orders.len(), UNKNOWN);
        for (from, line) in lines.iter().enumerate() {
            let place = &mut self.places[(line.customer & MASK) as usize];
            self.lines[*place as usize] = *line;
            if let (Some(to), Some(order)) = (self.orders.get_mut(*place as usize), orders.get(from)) {
                *to = *order;
            }
            *place += 1;
        }
        let mut start = 0;
        for (within, end) in self.ends.iter().enumerate() {
            if *end > start {
                let own = start as usize..*end as usize;
                let orders = self.orders.get_mut(own.clone()).unwrap_or_default();
                take(((block << BLOCK_BITS) + within) as u32, &mut self.lines[own], orders);
            }
            start = *end;
        }
    }
}
