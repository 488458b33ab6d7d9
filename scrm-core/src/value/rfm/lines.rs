//! Lines of what was bought, and their order by customer.

use crate::value::ValueError;

/// Stands in the columns of customers and orders where a line has none.
pub const UNKNOWN: u32 = u32::MAX;

/// Columns of lines of what was bought, in any order. Customers and orders are numbers that the caller gives out from 0 on,
/// as a dictionary of names does.
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
    pub(in crate::value) order: u32,
    pub(in crate::value) day: i32,
    pub(in crate::value) amount: f64,
}

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
        // No more customers than lines: a number beyond would only take memory.
        let unknown = |customer: &u32| *customer != UNKNOWN && *customer as usize >= expected;
        if let Some(row) = self.customers.iter().position(unknown) {
            let cause = "is a number beyond the number of lines";
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
    pub(in crate::value) fn each_customer(&self, today: i32, take: &mut dyn FnMut(u32, &mut [Line])) {
        let says_something =
            |row: &usize| matches!(self.kind(*row, today), LineKind::Bought | LineKind::Returned);
        let rows = || (0..self.customers.len()).filter(says_something);
        let block = |row: usize| (self.customers[row] >> BLOCK_BITS) as usize;
        let blocks = (self.customers.len() >> BLOCK_BITS) + 1;
        let mut ends = vec![0_usize; blocks];
        rows().for_each(|row| ends[block(row)] += 1);
        let mut places = counted_up(&mut ends);
        let mut lines = vec![Line::default(); ends.last().copied().unwrap_or_default()];
        for row in rows() {
            let place = &mut places[block(row)];
            let order = self.orders.get(row).copied().unwrap_or(UNKNOWN);
            let (customer, day, amount) = (self.customers[row], self.days[row], self.amounts[row]);
            lines[*place] = Line { customer, order, day, amount };
            *place += 1;
        }
        let mut sorted = Vec::new();
        let mut start = 0;
        for (block, end) in ends.into_iter().enumerate() {
            each_of_block(block, &lines[start..end], &mut sorted, take);
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

/// Hands out the customers of one block.
fn each_of_block(
    block: usize,
    lines: &[Line],
    sorted: &mut Vec<Line>,
    take: &mut dyn FnMut(u32, &mut [Line]),
) {
    const MASK: u32 = (1 << BLOCK_BITS) - 1;
    let mut ends = vec![0_usize; 1 << BLOCK_BITS];
    lines.iter().for_each(|line| ends[(line.customer & MASK) as usize] += 1);
    let mut places = counted_up(&mut ends);
    sorted.clear();
    sorted.resize(lines.len(), Line::default());
    for line in lines {
        let place = &mut places[(line.customer & MASK) as usize];
        sorted[*place] = *line;
        *place += 1;
    }
    let mut start = 0;
    for (within, end) in ends.into_iter().enumerate() {
        if end > start {
            take(((block << BLOCK_BITS) + within) as u32, &mut sorted[start..end]);
        }
        start = end;
    }
}
