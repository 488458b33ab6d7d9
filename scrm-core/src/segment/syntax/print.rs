//! From a tree to the text that means the same.

use std::fmt;

use super::tree::Expression;

/// How tightly a part holds together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Any,
    All,
    Comparison,
    Sum,
    Unary,
    Value,
}

impl Binding {
    const fn of(expression: &Expression) -> Self {
        match expression {
            Expression::Any { .. } => Self::Any,
            Expression::All { .. } => Self::All,
            Expression::Compare { .. } | Expression::In { .. } => Self::Comparison,
            Expression::Later { .. } | Expression::Earlier { .. } => Self::Sum,
            Expression::Not { .. } => Self::Unary,
            Expression::Number { value } if value.is_sign_negative() => Self::Unary,
            _ => Self::Value,
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All { of } => joined(f, of, " && ", Binding::All),
            Self::Any { of } => joined(f, of, " || ", Binding::Any),
            Self::Not { of } => {
                f.write_str("!")?;
                part(f, of, Binding::Unary)
            }
            Self::Compare { operator, left, right } => sides(f, left, operator.as_str(), right, Binding::Sum),
            Self::In { value, list } => sides(f, value, "in", list, Binding::Sum),
            Self::Later { time, by } => sides(f, time, "+", by, Binding::Unary),
            Self::Earlier { time, by } => sides(f, time, "-", by, Binding::Unary),
            Self::Name { name } => f.write_str(name),
            Self::Call { function, arguments } => {
                write!(f, "{function}(")?;
                joined(f, arguments, ", ", Binding::Any)?;
                f.write_str(")")
            }
            Self::Method { of, function, arguments } => {
                part(f, of, Binding::Value)?;
                write!(f, ".{function}(")?;
                joined(f, arguments, ", ", Binding::Any)?;
                f.write_str(")")
            }
            Self::Text { value } => quoted(f, value),
            Self::Number { value } => write!(f, "{value}"),
            Self::Flag { value } => write!(f, "{value}"),
            Self::List { of } => {
                f.write_str("[")?;
                joined(f, of, ", ", Binding::Any)?;
                f.write_str("]")
            }
        }
    }
}

/// A part, in parentheses where it would fall apart without them.
fn part(f: &mut fmt::Formatter<'_>, of: &Expression, least: Binding) -> fmt::Result {
    if Binding::of(of) < least { write!(f, "({of})") } else { write!(f, "{of}") }
}

fn joined(f: &mut fmt::Formatter<'_>, of: &[Expression], between: &str, least: Binding) -> fmt::Result {
    for (index, one) in of.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        part(f, one, least)?;
    }
    Ok(())
}

/// The left side of a sum may be a sum.
fn sides(
    f: &mut fmt::Formatter<'_>,
    left: &Expression,
    operator: &str,
    right: &Expression,
    least: Binding,
) -> fmt::Result {
    let left_least = if least == Binding::Unary { Binding::Sum } else { least };
    part(f, left, left_least)?;
    write!(f, " {operator} ")?;
    part(f, right, least)
}

/// A text between quotes. What is not seen is written by its number.
fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\t' => f.write_str("\\t")?,
            '\r' => f.write_str("\\r")?,
            unseen if is_unseen(unseen) && unseen as u32 <= 0xFFFF => write!(f, "\\u{:04x}", unseen as u32)?,
            unseen if is_unseen(unseen) => write!(f, "\\U{:08x}", unseen as u32)?,
            seen => write!(f, "{seen}")?,
        }
    }
    f.write_str("\"")
}

fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
