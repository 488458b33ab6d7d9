//! An expression as a tree: what interfaces build from menus, and what a text is read into.

use serde::{Deserialize, Serialize};

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// As it is written.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// What holds of two values where this does not.
    pub(in crate::segment) const fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    /// The same with the sides exchanged.
    pub(in crate::segment) const fn turned(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }
}

/// An expression, with the grammar of CEL (the Common Expression Language) for its operators, literals, lists and calls.
///
/// ```
/// use scrm_core::segment::Expression;
/// let tree: Expression = "tier == 'A' && !has_tag(\"value.strategic\")".parse()?;
/// assert_eq!(tree.to_string(), r#"tier == "A" && !has_tag("value.strategic")"#);
/// let json = serde_json::to_string(&tree).unwrap();
/// assert_eq!(serde_json::from_str::<Expression>(&json).unwrap(), tree);
/// # Ok::<(), scrm_core::segment::SegmentError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Expression {
    /// All of them: `a && b`.
    All {
        /// Two or more.
        of: Vec<Self>,
    },
    /// At least one of them: `a || b`.
    Any {
        /// Two or more.
        of: Vec<Self>,
    },
    /// The opposite: `!a`.
    Not {
        /// Of this.
        of: Box<Self>,
    },
    /// Two values compared: `company_size > 200`.
    Compare {
        /// How.
        operator: Comparison,
        /// The left side.
        left: Box<Self>,
        /// The right side.
        right: Box<Self>,
    },
    /// A value is one of a list, or a text is in a list: `region in ["TW", "HK"]`, `"tea" in products`.
    In {
        /// The value.
        value: Box<Self>,
        /// The list.
        list: Box<Self>,
    },
    /// A time later by a length of time: `now + days(3)`.
    Later {
        /// The time.
        time: Box<Self>,
        /// The length.
        by: Box<Self>,
    },
    /// A time earlier by a length of time: `now - hours(24)`.
    Earlier {
        /// The time.
        time: Box<Self>,
        /// The length.
        by: Box<Self>,
    },
    /// Something that is known of a customer, or `now`: `budget.max`.
    Name {
        /// Its name.
        name: String,
    },
    /// A function: `count("order_placed", days(30))`.
    Call {
        /// Its name.
        function: String,
        /// What it is given.
        arguments: Vec<Self>,
    },
    /// A function of a value: `name.contains("tea")`.
    Method {
        /// The value.
        of: Box<Self>,
        /// The function's name.
        function: String,
        /// What else it is given.
        arguments: Vec<Self>,
    },
    /// A text.
    Text {
        /// The text.
        value: String,
    },
    /// A number.
    Number {
        /// The number.
        value: f64,
    },
    /// `true` or `false`.
    Flag {
        /// Which.
        value: bool,
    },
    /// Values: `["TW", "HK"]`.
    List {
        /// Which.
        of: Vec<Self>,
    },
}

/// Parts nested within each other, at most.
pub(crate) const DEEPEST: usize = 64;

/// Parts of an expression, at most.
pub(crate) const MOST_PARTS: usize = 4_096;

/// Bytes of an expression's text, at most.
pub(crate) const LONGEST: usize = 65_536;
