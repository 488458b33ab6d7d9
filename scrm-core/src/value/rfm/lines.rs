//! Lines of what was bought, and their order by customer.

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

/// What a line is. Each is counted under the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    WithoutCustomer,
    Future,
    Returned,
    Free,
    Bought,
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

    /// What the line of a row is.
    pub(super) fn kind(&self, row: usize, today: i32) -> LineKind {
        let amount = self.amounts[row];
        if self.customers[row] == UNKNOWN {
            LineKind::WithoutCustomer
        } else if self.days[row] > today {
            LineKind::Future
        } else if amount < 0.0 {
            LineKind::Returned
        } else if amount == 0.0 {
            LineKind::Free
        } else {
            LineKind::Bought
        }
    }

    /// Hands out what each customer bought and returned, customers in the order of their numbers, the lines of one in the
    /// order of the columns.
    pub(in crate::value) fn each_customer(&self, today: i32, take: &mut TakeCustomer<'_>) {
        let says_something =
            |row: &usize| matches!(self.kind(*row, today), LineKind::Bought | LineKind::Returned);
        let rows = || (0..self.customers.len()).filter(says_something);
        let block = |row: usize| (self.customers[row] >> BLOCK_BITS) as usize;
        let known = self.customers.iter().filter(|customer| **customer != UNKNOWN);
        let blocks = known.max().map_or(0, |last| (*last >> BLOCK_BITS) as usize + 1);
        let mut ends = vec![0_usize; blocks];
        rows().for_each(|row| ends[block(row)] += 1);
        let mut places = counted_up(&mut ends);
        let count = ends.last().copied().unwrap_or_default();
        let mut lines = vec![Line::default(); count];
        let mut orders = vec![UNKNOWN; if self.orders.is_empty() { 0 } else { count }];
        for row in rows() {
            let place = &mut places[block(row)];
            let (customer, day, amount) = (self.customers[row], self.days[row], self.amounts[row]);
            lines[*place] = Line { customer, day, amount };
            if let Some(order) = orders.get_mut(*place) {
                *order = self.orders[row];
            }
            *place += 1;
        }
        let mut sorted = Sorted::default();
        let mut start = 0;
        for (block, end) in ends.into_iter().enumerate() {
            let orders = orders.get(start..end).unwrap_or_default();
            sorted.each_of_block(block, &lines[start..end], orders, take);
            start = end;
        }
    }
}

/// Makes ends of counts, and gives back where each begins.
fn counted_up(counts: &mut [usize]) -> Vec<usize> {
    let mut end = 0;
    let each = counts.iter_mut().map(|count| {
        let start = end;
        end += *count;
        *count = end;
        start
    });
    each.collect()
}

/// Room for the lines of one block, by customer.
#[derive(Default)]
struct Sorted {
    lines: Vec<Line>,
    orders: Vec<u32>,
}

impl Sorted {
    /// Hands out the customers of one block.
    fn each_of_block(&mut self, block: usize, lines: &[Line], orders: &[u32], take: &mut TakeCustomer<'_>) {
        const MASK: u32 = (1 << BLOCK_BITS) - 1;
        let mut ends = vec![0_usize; 1 << BLOCK_BITS];
        lines.iter().for_each(|line| ends[(line.customer & MASK) as usize] += 1);
        let mut places = counted_up(&mut ends);
        self.lines.resize(lines.len(), Line::default());
        self.orders.resize(orders.len(), UNKNOWN);
        for (from, line) in lines.iter().enumerate() {
            let place = &mut places[(line.customer & MASK) as usize];
            self.lines[*place] = *line;
            if let (Some(to), Some(order)) = (self.orders.get_mut(*place), orders.get(from)) {
                *to = *order;
            }
            *place += 1;
        }
        let mut start = 0;
        for (within, end) in ends.into_iter().enumerate() {
            if end > start {
                let orders = self.orders.get_mut(start..end).unwrap_or_default();
                take(((block << BLOCK_BITS) + within) as u32, &mut self.lines[start..end], orders);
            }
            start = end;
        }
    }
}
