//! What is known of each customer: how often, how recently, how long.

use rustc_hash::FxHashMap;

use crate::value::ValueError;

/// What one customer's purchases come to, as the papers count them. Times are in one unit, such as weeks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct History {
    /// Purchases after the first: x.
    pub frequency: f64,
    /// When the last purchase was, counted from the first: tₓ. It is 0 where there was only one.
    pub recency: f64,
    /// How long ago the first purchase was: T.
    pub age: f64,
}

impl History {
    /// Whether it can be; `row` counts from 0.
    pub(super) fn check(&self, row: usize) -> Result<(), ValueError> {
        let wrong = |field, cause| Err(ValueError::Row { row: row as u64 + 1, field, cause });
        let Self { frequency, recency, age } = *self;
        for (field, value) in [("frequency", frequency), ("recency", recency), ("T", age)] {
            if !value.is_finite() {
                return wrong(field, "is no number");
            }
            if value < 0.0 {
                return wrong(field, "is below 0");
            }
        }
        if frequency.fract() != 0.0 {
            return wrong("frequency", "is no whole number");
        }
        if recency > age {
            return wrong("recency", "is beyond T");
        }
        if frequency == 0.0 && recency > 0.0 {
            return wrong("recency", "is not 0 although nothing was bought after the first purchase");
        }
        if frequency > 0.0 && age == 0.0 {
            return wrong("T", "is 0 although more was bought after the first purchase");
        }
        Ok(())
    }
}

/// The columns of many customers' histories.
#[derive(Clone, Copy, Debug)]
pub struct Histories<'c> {
    frequency: &'c [f64],
    recency: &'c [f64],
    age: &'c [f64],
}

impl<'c> Histories<'c> {
    /// Columns of one length: purchases after the first, when the last was and how long ago the first was.
    ///
    /// ```
    /// use scrm_core::value::Histories;
    /// assert!(Histories::new(&[2.0, 0.0], &[30.43, 0.0], &[38.86, 38.86]).is_ok());
    /// let beyond = Histories::new(&[2.0], &[40.0], &[38.86]).unwrap_err();
    /// assert_eq!(beyond.to_string(), "row 1: recency is beyond T");
    /// ```
    ///
    /// # Errors
    /// `value.columns.length`; `value.row.bad` for the first row that cannot be: a number that is missing, negative or, of a
    /// frequency, not whole; a recency beyond T; a recency without a repeated purchase; repeated purchases in no time.
    pub fn new(frequency: &'c [f64], recency: &'c [f64], age: &'c [f64]) -> Result<Self, ValueError> {
        same_length(frequency, &[("recency", recency), ("T", age)])?;
        let histories = Self { frequency, recency, age };
        histories.iter().enumerate().try_for_each(|(row, history)| history.check(row))?;
        Ok(histories)
    }

    /// How many customers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.frequency.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.frequency.is_empty()
    }

    pub(super) const fn frequency(&self) -> &'c [f64] {
        self.frequency
    }

    /// One after the other.
    pub(super) fn iter(&self) -> impl Iterator<Item = History> {
        let times = self.recency.iter().zip(self.age);
        self.frequency.iter().zip(times).map(|(&frequency, (&recency, &age))| History {
            frequency,
            recency,
            age,
        })
    }
}

/// Refuses columns that are not as long as the first.
pub(super) fn same_length(first: &[f64], others: &[(&'static str, &[f64])]) -> Result<(), ValueError> {
    let expected = first.len();
    match others.iter().find(|(_, column)| column.len() != expected) {
        Some((field, column)) => Err(ValueError::Length { field, rows: column.len(), expected }),
        None => Ok(()),
    }
}

/// Customers with the same history, once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The place of the frequency among the different ones.
    pub(super) count: u32,
    pub(super) recency: f64,
    pub(super) age: f64,
    /// How many customers share it.
    pub(super) customers: f64,
}

/// Histories as a model is fitted to them.
#[derive(Debug)]
pub(super) struct Groups {
    /// The different frequencies, each with how many customers have it.
    pub(super) counts: Vec<(f64, f64)>,
    pub(super) groups: Vec<Group>,
    /// What times were divided by, so that a fit does not depend on the unit of time.
    pub(super) unit: f64,
    /// All purchases after the first.
    pub(super) purchases: f64,
}

impl Groups {
    pub(super) fn new(histories: &Histories<'_>) -> Result<Self, ValueError> {
        let customers = histories.len() as f64;
        if histories.is_empty() {
            return Err(ValueError::NoCustomers);
        }
        let purchases: f64 = histories.frequency.iter().sum();
        if purchases == 0.0 {
            return Err(ValueError::NoRepeats { customers: histories.len() as u64 });
        }
        let unit = histories.age.iter().map(|age| age / customers).sum::<f64>();
        let mut places: FxHashMap<(u64, u64, u64), u32> = FxHashMap::default();
        let mut count_places: FxHashMap<u64, u32> = FxHashMap::default();
        let (mut counts, mut groups) = (Vec::<(f64, f64)>::new(), Vec::<Group>::new());
        for History { frequency, recency, age } in histories.iter() {
            let count = *count_places.entry(frequency.to_bits()).or_insert_with(|| {
                counts.push((frequency, 0.0));
                counts.len() as u32 - 1
            });
            counts[count as usize].1 += 1.0;
            let key = (frequency.to_bits(), recency.to_bits(), age.to_bits());
            let place = *places.entry(key).or_insert_with(|| {
                let (recency, age) = (recency / unit, age / unit);
                groups.push(Group { count, recency, age, customers: 0.0 });
                groups.len() as u32 - 1
            });
            groups[place as usize].customers += 1.0;
        }
        Ok(Self { counts, groups, unit, purchases })
    }
}
