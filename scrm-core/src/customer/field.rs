//! The fields of a customer: their names, their values, and where each value came from.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::foundation::time::{Instant, WeeklyWindow};
use crate::foundation::{Budget, Money};

macro_rules! field_names {
    ($($(#[$doc:meta])* $variant:ident => $text:literal),+ $(,)?) => {
        /// The name of a customer field. Any other name is one of the workspace's own.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "CompactString", from = "CompactString")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
        pub enum FieldName {
            $($(#[$doc])* $variant,)+
            /// A field of the workspace's own, by its name.
            Custom(CompactString),
        }

        impl FieldName {
            /// Every built-in field, in the order in which people read them.
            pub const BUILT_IN: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in data: snake_case.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Custom(name) => name,
                }
            }

            /// Its place in a set of fields: one bit for each built-in field, one for all others.
            pub(crate) fn bit(&self) -> u64 {
                let built_in = Self::BUILT_IN.iter().position(|known| known == self);
                1 << built_in.unwrap_or(63).min(63)
            }
        }

        impl From<&str> for FieldName {
            fn from(name: &str) -> Self {
                match name {
                    $($text => Self::$variant,)+
                    other => Self::Custom(CompactString::new(other)),
                }
            }
        }
    };
}

field_names! {
    /// Full name; the only required text.
    Name => "name",
    /// Industry, from the playbook's list.
    Industry => "industry",
    /// Products of interest, at most two.
    Products => "products",
    /// When the customer first wrote, to the minute.
    FirstContact => "first_contact",
    /// Day of the last follow-up.
    LastFollowUp => "last_follow_up",
    /// Budget as a range with its currency.
    Budget => "budget",
    /// When the customer likes to be reached, as weekly windows.
    PreferredTimes => "preferred_times",
    /// Company.
    Company => "company",
    /// How many people work there.
    HeadCount => "head_count",
    /// What the contact decides.
    Position => "position",
    /// Language, as a BCP 47 tag.
    Language => "language",
    /// Time zone, as an IANA name.
    TimeZone => "time_zone",
    /// Birthday.
    Birthday => "birthday",
    /// The agent who owns the customer.
    Owner => "owner",
    /// How far the sale has come.
    Stage => "stage",
    /// Probability of a deal, 0 to 1.
    DealProbability => "deal_probability",
    /// What the customer is expected to spend in a year.
    ExpectedAnnualPurchase => "expected_annual_purchase",
    /// Postal address.
    Address => "address",
    /// Country or region, as ISO 3166-1 alpha-2.
    Region => "region",
    /// A remark.
    Remark => "remark",
}

impl From<CompactString> for FieldName {
    fn from(name: CompactString) -> Self {
        Self::from(name.as_str())
    }
}

impl From<FieldName> for CompactString {
    fn from(name: FieldName) -> Self {
        match name {
            FieldName::Custom(name) => name,
            built_in => Self::new(built_in.as_str()),
        }
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FieldName {
    /// The [kind](FieldValue::kind) of value that the field usually has.
    ///
    /// ```
    /// use scrm_core::customer::FieldName;
    /// assert_eq!(FieldName::HeadCount.usual_kind(), "head_count");
    /// assert_eq!(FieldName::Custom("shoe size".into()).usual_kind(), "text");
    /// ```
    #[must_use]
    pub const fn usual_kind(&self) -> &'static str {
        match self {
            Self::Products => "list",
            Self::FirstContact => "instant",
            Self::LastFollowUp | Self::Birthday => "date",
            Self::Budget => "budget",
            Self::PreferredTimes => "windows",
            Self::HeadCount => "head_count",
            Self::Position => "position",
            Self::Stage => "stage",
            Self::DealProbability => "number",
            Self::ExpectedAnnualPurchase => "money",
            _ => "text",
        }
    }
}

/// How many people work at a company: a range, because people write ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeadCount {
    /// At least this many.
    pub low: Option<u32>,
    /// At most this many.
    pub high: Option<u32>,
}

/// What a contact decides at their company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Position {
    /// Signs.
    DecisionMaker,
    /// Is listened to.
    Influencer,
    /// Carries it out.
    Executor,
}

impl Position {
    /// Every position.
    pub const ALL: [Self; 3] = [Self::DecisionMaker, Self::Influencer, Self::Executor];

    /// The name used in data.
    ///
    /// ```
    /// use scrm_core::customer::Position;
    /// for position in Position::ALL {
    ///     assert_eq!(serde_json::to_value(position)?, position.as_str());
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DecisionMaker => "decision_maker",
            Self::Influencer => "influencer",
            Self::Executor => "executor",
        }
    }
}

/// How far a sale has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Stage {
    /// Asked for the first time.
    NewInquiry,
    /// Has a quote.
    Quoted,
    /// Has a sample.
    SampleSent,
    /// Is kept warm.
    LongTermFollowUp,
    /// Has bought.
    Customer,
    /// Went elsewhere.
    Lost,
}

impl Stage {
    /// Every stage, in the order of a sale.
    pub const ALL: [Self; 6] = [
        Self::NewInquiry,
        Self::Quoted,
        Self::SampleSent,
        Self::LongTermFollowUp,
        Self::Customer,
        Self::Lost,
    ];

    /// The name used in data.
    ///
    /// ```
    /// use scrm_core::customer::Stage;
    /// for stage in Stage::ALL {
    ///     assert_eq!(serde_json::to_value(stage)?, stage.as_str());
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NewInquiry => "new_inquiry",
            Self::Quoted => "quoted",
            Self::SampleSent => "sample_sent",
            Self::LongTermFollowUp => "long_term_follow_up",
            Self::Customer => "customer",
            Self::Lost => "lost",
        }
    }
}

/// A field's value with its type. `Debug` shows the kind, never the value.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FieldValue {
    /// One line of text.
    Text(#[cfg_attr(feature = "schema", schemars(with = "String"))] CompactString),
    /// Several.
    List(#[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))] Vec<CompactString>),
    /// A day.
    Date(NaiveDate),
    /// An instant.
    Instant(#[serde(with = "Instant")] DateTime<Utc>),
    /// A budget.
    Budget(Budget),
    /// Weekly windows.
    Windows(Vec<WeeklyWindow>),
    /// A head count.
    HeadCount(HeadCount),
    /// A position.
    Position(Position),
    /// A stage.
    Stage(Stage),
    /// A probability or another plain number.
    Number(f64),
    /// An amount.
    Money(Money),
    /// Yes or no.
    Flag(bool),
}

impl FieldValue {
    /// The kind of value, as data names it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Date(_) => "date",
            Self::Instant(_) => "instant",
            Self::Budget(_) => "budget",
            Self::Windows(_) => "windows",
            Self::HeadCount(_) => "head_count",
            Self::Position(_) => "position",
            Self::Stage(_) => "stage",
            Self::Number(_) => "number",
            Self::Money(_) => "money",
            Self::Flag(_) => "flag",
        }
    }
}

impl fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.kind())
    }
}

/// How the source of what an import brought begins; the name that the import was given follows.
pub(crate) const IMPORTED: &str = "import:";

/// A value with its provenance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field {
    /// The value.
    #[serde(flatten)]
    pub value: FieldValue,
    /// Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub source: CompactString,
    /// When it was true or was said.
    #[serde(with = "Instant")]
    pub at: DateTime<Utc>,
}
