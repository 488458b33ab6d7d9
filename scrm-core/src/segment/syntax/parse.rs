//! From tokens to a tree, by precedence: `||`, `&&`, comparisons, `+` and `-`, `!`, calls.

use std::str::FromStr;

use super::token::{Token, place, syntax, tokens};
use super::tree::{Comparison, DEEPEST, Expression, LONGEST, MOST_PARTS};
use crate::segment::error::SegmentError;

/// An expression that was read from a text.
#[derive(Clone, Debug)]
pub(in crate::segment) struct Reading {
    pub(in crate::segment) expression: Expression,
    /// The byte at which each part begins, a whole before its parts.
    pub(in crate::segment) starts: Vec<usize>,
}

/// Reads a text.
pub(in crate::segment) fn read(text: &str) -> Result<Reading, SegmentError> {
    if text.len() > LONGEST {
        return Err(SegmentError::TooLarge { place: place(text, 0), what: "bytes", limit: LONGEST });
    }
    let mut parser = Parser { text, tokens: tokens(text)?, next: 0, depth: 0, parts: 0 };
    let reading = parser.any()?;
    match parser.peek() {
        Token::End => Ok(reading),
        Token::Sign(")" | "]") => Err(parser.mistake("nothing was opened that this closes")),
        _ => Err(parser.mistake("an operator such as && or == is missing before this")),
    }
}

impl FromStr for Expression {
    type Err = SegmentError;

    fn from_str(text: &str) -> Result<Self, SegmentError> {
        read(text).map(|reading| reading.expression)
    }
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
    parts: usize,
}

type Read = Result<Reading, SegmentError>;

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.tokens.get(self.next).map_or(&Token::End, |(_, token)| token)
    }

    /// The byte at which the next token begins.
    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.text.len(), |(at, _)| *at)
    }

    fn take(&mut self) -> Token {
        let token = self.tokens.get(self.next).map_or(Token::End, |(_, token)| token.clone());
        self.next += 1;
        token
    }

    /// Takes a sign if it comes next.
    fn takes(&mut self, sign: &str) -> bool {
        let comes = matches!(self.peek(), Token::Sign(next) if *next == sign);
        self.next += usize::from(comes);
        comes
    }

    fn mistake(&self, cause: &'static str) -> SegmentError {
        syntax(self.text, self.at(), cause)
    }

    fn too_large(&self, what: &'static str, limit: usize) -> SegmentError {
        SegmentError::TooLarge { place: place(self.text, self.at()), what, limit }
    }

    /// A part that was read, made of others.
    fn part(&mut self, at: usize, expression: Expression, parts: &[&[usize]]) -> Read {
        self.parts += 1;
        if self.parts > MOST_PARTS {
            return Err(self.too_large("parts", MOST_PARTS));
        }
        let starts = std::iter::once(at).chain(parts.iter().flat_map(|part| part.iter().copied())).collect();
        Ok(Reading { expression, starts })
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Read) -> Read {
        #[cfg(plant)]
        if crate::foundation::plant::is_active("f1_segments") {
            return read(self);
        }
        if self.depth == DEEPEST {
            return Err(self.too_large("levels", DEEPEST));
        }
        self.depth += 1;
        let reading = read(self);
        self.depth -= 1;
        reading
    }

    fn any(&mut self) -> Read {
        self.chain(
            "||",
            Self::all,
            |of| Expression::Any { of },
            |part| match part {
                Expression::Any { of } => Ok(of),
                other => Err(other),
            },
        )
    }

    fn all(&mut self) -> Read {
        self.chain(
            "&&",
            Self::comparison,
            |of| Expression::All { of },
            |part| match part {
                Expression::All { of } => Ok(of),
                other => Err(other),
            },
        )
    }

    /// Parts with one operator between them; those of a part that is such a chain itself are taken out of it.
    fn chain(
        &mut self,
        operator: &str,
        part: impl Fn(&mut Self) -> Read,
        whole: impl Fn(Vec<Expression>) -> Expression,
        unchain: impl Fn(Expression) -> Result<Vec<Expression>, Expression>,
    ) -> Read {
        let first = part(self)?;
        let at = first.starts.first().copied().unwrap_or_default();
        if !matches!(self.peek(), Token::Sign(sign) if *sign == operator) {
            return Ok(first);
        }
        let (mut of, mut starts) = (Vec::new(), Vec::new());
        let mut add = |reading: Reading| match unchain(reading.expression) {
            Ok(parts) => {
                of.extend(parts);
                starts.extend(reading.starts.into_iter().skip(1));
            }
            Err(one) => {
                of.push(one);
                starts.extend(reading.starts);
            }
        };
        add(first);
        while self.takes(operator) {
            add(part(self)?);
        }
        self.part(at, whole(of), &[&starts])
    }

    fn comparison(&mut self) -> Read {
        let left = self.sum()?;
        let at = left.starts.first().copied().unwrap_or_default();
        if self.takes("in") {
            let list = self.sum()?;
            let expression =
                Expression::In { value: Box::new(left.expression), list: Box::new(list.expression) };
            return self.part(at, expression, &[&left.starts, &list.starts]);
        }
        let Some(operator) = self.operator() else { return Ok(left) };
        let right = self.sum()?;
        if self.operator().is_some() {
            self.next -= 1;
            return Err(self.mistake("compare two values at a time, and join them with &&"));
        }
        let (l, r) = (Box::new(left.expression), Box::new(right.expression));
        self.part(at, Expression::Compare { operator, left: l, right: r }, &[&left.starts, &right.starts])
    }

    fn operator(&mut self) -> Option<Comparison> {
        use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};
        let known = [Equal, NotEqual, AtMost, AtLeast, Less, Greater];
        known.into_iter().find(|operator| self.takes(operator.as_str()))
    }

    /// Each part of a sum, as each function that is called on a value, lies a level deeper than the one after it.
    fn sum(&mut self) -> Read {
        let mut time = self.unary()?;
        for _ in 0..DEEPEST {
            let later = self.takes("+");
            if !later && !self.takes("-") {
                return Ok(time);
            }
            let at = time.starts.first().copied().unwrap_or_default();
            let by = self.unary()?;
            let (of, length) = (Box::new(time.expression), Box::new(by.expression));
            let expression = match later {
                true => Expression::Later { time: of, by: length },
                false => Expression::Earlier { time: of, by: length },
            };
            time = self.part(at, expression, &[&time.starts, &by.starts])?;
        }
        Err(self.too_large("levels", DEEPEST))
    }

    fn unary(&mut self) -> Read {
        let at = self.at();
        if self.takes("!") {
            let of = self.nested(Self::unary)?;
            return self.part(at, Expression::Not { of: Box::new(of.expression) }, &[&of.starts]);
        }
        if self.takes("-") {
            return match self.take() {
                Token::Number(number) => self.part(at, Expression::Number { value: -number }, &[]),
                _ => {
                    self.next -= 1;
                    Err(self.mistake("only a number can be negative"))
                }
            };
        }
        self.value()
    }

    /// A value with the functions that are called on it.
    fn value(&mut self) -> Read {
        let mut value = self.single()?;
        for _ in 0..DEEPEST {
            if !self.takes(".") {
                return Ok(value);
            }
            let at = value.starts.first().copied().unwrap_or_default();
            let Token::Name(function) = self.take() else {
                self.next -= 1;
                return Err(self.mistake("a name is missing after the dot"));
            };
            if self.takes("(") {
                let (arguments, starts) = self.list(")")?;
                let of = Box::new(value.expression);
                value =
                    self.part(at, Expression::Method { of, function, arguments }, &[&value.starts, &starts])?;
            } else if let Expression::Name { name } = &mut value.expression {
                name.push('.');
                name.push_str(&function);
            } else {
                return Err(self.mistake("a function is called with parentheses"));
            }
        }
        Err(self.too_large("levels", DEEPEST))
    }

    fn single(&mut self) -> Read {
        let at = self.at();
        match self.take() {
            Token::Number(value) => self.part(at, Expression::Number { value }, &[]),
            Token::Text(value) => self.part(at, Expression::Text { value }, &[]),
            Token::Name(name) if name == "true" || name == "false" => {
                self.part(at, Expression::Flag { value: name == "true" }, &[])
            }
            Token::Name(function) if self.takes("(") => {
                let (arguments, starts) = self.list(")")?;
                self.part(at, Expression::Call { function, arguments }, &[&starts])
            }
            Token::Name(name) => self.part(at, Expression::Name { name }, &[]),
            Token::Sign("(") => {
                let inside = self.nested(Self::any)?;
                if !self.takes(")") {
                    return Err(self.mistake("a closing parenthesis is missing here"));
                }
                Ok(inside)
            }
            Token::Sign("[") => {
                let (of, starts) = self.list("]")?;
                self.part(at, Expression::List { of }, &[&starts])
            }
            Token::Sign(_) | Token::End => {
                self.next -= 1;
                Err(self.mistake("a value is missing here"))
            }
        }
    }

    /// Values with commas between them, up to a sign.
    fn list(&mut self, end: &str) -> Result<(Vec<Expression>, Vec<usize>), SegmentError> {
        let (mut list, mut starts) = (Vec::new(), Vec::new());
        if self.takes(end) {
            return Ok((list, starts));
        }
        loop {
            let value = self.nested(Self::any)?;
            list.push(value.expression);
            starts.extend(value.starts);
            if self.takes(end) {
                return Ok((list, starts));
            }
            if !self.takes(",") {
                return Err(self.mistake("a comma or the end of the list is missing here"));
            }
            // A comma at the end changes nothing.
            if self.takes(end) {
                return Ok((list, starts));
            }
        }
    }
}
