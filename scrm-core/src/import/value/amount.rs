//! Amounts and ranges of amounts: budgets, money, head counts, shares.

use super::fold::{fold, is_unspaced};
use super::vocabulary::{AmountWord, vocabulary};
use crate::customer::HeadCount;
use crate::foundation::{Budget, Currency, Money};

/// An exact decimal: `digits × 10^-decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decimal {
    digits: i128,
    decimals: u32,
}

/// Digits of the longest number that is read.
const LONGEST_NUMBER: usize = 18;

impl Decimal {
    /// The value times `factor`, rounded half up.
    fn times(self, factor: i128) -> Option<i64> {
        let divisor = 10_i128.checked_pow(self.decimals)?;
        let scaled = self.digits.checked_mul(factor)?;
        i64::try_from(scaled.checked_mul(2)?.checked_add(divisor)?.div_euclid(divisor.checked_mul(2)?)).ok()
    }

    fn as_f64(self) -> f64 {
        self.digits as f64 / 10_f64.powi(self.decimals.min(30).cast_signed())
    }

    fn is_below(self, other: Self) -> bool {
        self.as_f64() <= other.as_f64()
    }
}

/// One end of a range as it was read, before it is turned into units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct End {
    number: Decimal,
    scale: i64,
    /// Units from the number to the end: one where the number is not of the range, else none.
    step: i64,
}

/// Whether a number that bounds a range is of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    Included,
    Excluded,
}

#[derive(Clone, Copy, Debug, Default)]
struct Amounts {
    low: Option<End>,
    high: Option<End>,
    currency: Option<Currency>,
    /// A scale says that these are rupees.
    in_rupees: bool,
    /// A number has a scale of its own.
    has_scale: bool,
    /// A minus stands before the number.
    is_negative: bool,
}

/// What the header of a column says of every amount below it: "(in lakhs)", "тыс. руб.", （萬元）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unit {
    /// What numbers without a scale count.
    scale: Option<i64>,
    currency: Option<Currency>,
}

/// The unit that a header ends with, in brackets, behind a comma or as it is; none where there is more than a unit.
pub(crate) fn unit_of_header(header: &str) -> Unit {
    split_unit(header).map(|(_, unit)| unit).unwrap_or_default()
}

/// What a header says before the unit that it ends with.
pub(crate) fn before_unit(header: &str) -> Option<&str> {
    split_unit(header).map(|(before, _)| before)
}

fn split_unit(header: &str) -> Option<(&str, Unit)> {
    let begins = |c: char| !c.is_alphanumeric() || is_unspaced(c);
    let places = header.char_indices().filter(|(place, c)| *place > 0 && begins(*c));
    places.filter_map(|(place, _)| header.split_at_checked(place)).find_map(|(before, behind)| {
        let folded = fold(behind);
        let unit = unit(folded.trim_matches(['_', ')', ']', ' ']))?;
        (unit != Unit::default()).then_some((before, unit))
    })
}

/// Whether a number is one that people count in a unit: 1,000,000 under "in lakhs" is written out in full or a slip, and neither
/// reading is sure.
fn is_counted_in(end: End, scale: i64) -> bool {
    let largest = if scale <= 1_000 { 100_000.0 } else { 10_000.0 };
    end.number.as_f64() < largest
}

/// A text of nothing but scales and currencies.
fn unit(text: &str) -> Option<Unit> {
    const IN: [&str; 4] = ["in ", "в ", "में", "بال"];
    let mut unit = Unit::default();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', ',', '.', '/', '(', '[', '元', '圓']);
        rest = IN.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        if rest.is_empty() {
            return Some(unit);
        }
        let (length, word) = vocabulary().amount.longest(rest)?;
        match word {
            AmountWord::Scale(scale) => unit.scale = Some(unit.scale.unwrap_or(1).checked_mul(scale)?),
            AmountWord::Currency(currency) => unit.currency = Some(currency),
            AmountWord::LooseCurrency(currency) => unit.currency = unit.currency.or(Some(currency)),
            AmountWord::Nothing => {}
            _ => return None,
        }
        rest = rest.get(length..)?;
    }
}

impl Amounts {
    /// Whether they are numbers alone, of no money.
    const fn is_of_nothing(&self) -> bool {
        self.currency.is_none() && !self.in_rupees
    }

    /// The ends in units, as `units` counts the number of an end times its scale; the lower of two first.
    fn ends<T: TryFrom<i64> + PartialOrd>(
        &self,
        units: impl Fn(End) -> Option<i64>,
    ) -> Option<(Option<T>, Option<T>)> {
        let end = |end: Option<End>| match end {
            Some(end) => {
                let moved = units(end)?.checked_add(end.step).filter(|count| *count >= 0)?;
                Some(Some(T::try_from(moved).ok()?))
            }
            None => Some(None),
        };
        match (end(self.low)?, end(self.high)?) {
            (Some(low), Some(high)) if low > high => {
                // "8-5" is five to eight, but nothing is more than eight and less than five.
                let excludes = [self.low, self.high].into_iter().flatten().any(|end| end.step != 0);
                (!excludes).then_some((Some(high), Some(low)))
            }
            ends => Some(ends),
        }
    }
}

/// A budget, and whether its currency was written. One without a currency is none.
pub(crate) fn budget(raw: &str, unit: Unit, default_currency: Option<Currency>) -> Option<(Budget, bool)> {
    amount_of(amounts(&fold(raw)).filter(|amounts| !amounts.is_negative)?, unit, default_currency)
}

/// What was read, whatever its sign, in minor units.
fn amount_of(amounts: Amounts, unit: Unit, default_currency: Option<Currency>) -> Option<(Budget, bool)> {
    let written = amounts.currency.or(unit.currency);
    let currency = written.or(default_currency)?;
    if amounts.in_rupees && currency.as_str() != "INR" {
        return None;
    }
    let scale = unit.scale.filter(|_| !amounts.has_scale).unwrap_or(1);
    if scale > 1 && ![amounts.low, amounts.high].into_iter().flatten().all(|end| is_counted_in(end, scale)) {
        return None;
    }
    let (low, high) = amounts.ends(|end| minor_units(end.number, end.scale.checked_mul(scale)?, currency))?;
    Some((Budget { low, high, currency }, written.is_some()))
}

/// One amount of money; of a range its upper end.
pub(crate) fn money(raw: &str, unit: Unit, default_currency: Option<Currency>) -> Option<(Money, bool)> {
    let (budget, written) = budget(raw, unit, default_currency)?;
    budget.upper().map(|money| (money, written))
}

/// One amount of money that may be less than nothing: a balance, a difference.
pub(crate) fn signed_money(
    raw: &str,
    unit: Unit,
    default_currency: Option<Currency>,
) -> Option<(Money, bool)> {
    let folded = fold(raw);
    let without_plus = folded.strip_prefix('+').filter(|rest| !rest.starts_with('-'));
    let amounts = amounts(without_plus.unwrap_or(&folded))?;
    // Less than nothing is one amount, and no range.
    let (budget, written) = amount_of(amounts, unit, default_currency)
        .filter(|(budget, _)| !amounts.is_negative || budget.low == budget.high)?;
    let Money { minor, currency } = budget.upper()?;
    Some((Money { minor: if amounts.is_negative { -minor } else { minor }, currency }, written))
}

/// A single number of anything: with a sign, grouped, in words of scale, or a Chinese numeral.
pub(crate) fn plain_number(raw: &str) -> Option<f64> {
    let folded = fold(raw);
    let (is_negative, text) = without_sign(&folded);
    let number = as_data_writes(text).or_else(|| as_people_write(text))?;
    Some(if is_negative { -number } else { number })
}

/// A text that was folded, without the sign before it, and whether that was a minus.
fn without_sign(folded: &str) -> (bool, &str) {
    let text = folded.trim_start();
    match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').map_or(text, str::trim_start)),
    }
}

/// Digits, and perhaps a point and more of them, however many: no digit is lost. A point alone parts no thousands: none of
/// the six languages writes it so.
fn as_data_writes(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = (is_digits(whole) && is_digits(fraction)).then(|| text.parse::<f64>().ok())??;
    number.is_finite().then_some(number)
}

fn as_people_write(text: &str) -> Option<f64> {
    let amounts = amounts(text)?;
    let End { number, scale, .. } = amounts
        .low
        .filter(|_| amounts.low == amounts.high && amounts.is_of_nothing() && !amounts.is_negative)?;
    Some(number.as_f64() * scale as f64)
}

/// A head count as a range.
pub(crate) fn head_count(raw: &str) -> Option<HeadCount> {
    let amounts = amounts(&fold(raw))?;
    if !amounts.is_of_nothing() || amounts.is_negative {
        return None;
    }
    let people = |End { number, scale, .. }: End| {
        number.times(i128::from(scale)).filter(|_| number.decimals == 0 || scale > 1)
    };
    let (low, high) = amounts.ends(people)?;
    Some(HeadCount { low, high })
}

/// A probability: `30%`, `0,3`, `0.3` or `30`. Between one and two it may be a share that is too large or a percentage.
pub(crate) fn probability(raw: &str) -> Option<f64> {
    let folded = fold(raw);
    let (text, percent) = match folded.strip_suffix('%').or_else(|| folded.strip_prefix('%')) {
        Some(text) => (text.trim(), true),
        None => (folded.as_str(), false),
    };
    // Grouping makes no sense here: `0,300` is three tenths.
    let (number, length) = plain_decimal(text)?;
    let value = (length == text.len()).then(|| number.as_f64())?;
    if !percent && value > 1.0 && value < 2.0 {
        return None;
    }
    let value = if percent || value > 1.0 { value / 100.0 } else { value };
    (0.0..=1.0).contains(&value).then_some(value)
}

fn minor_units(number: Decimal, scale: i64, currency: Currency) -> Option<i64> {
    number.times(i128::from(scale).checked_mul(10_i128.checked_pow(currency.exponent())?)?)
}

/// Reads numbers, scales, bounds and currencies in any order that people write them in.
fn amounts(text: &str) -> Option<Amounts> {
    if has_sign_of_debt(text.trim()) {
        return None;
    }
    let mut reading = Reading::default();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', ',', ';', '(', ')', '"', '\'', ':', '*']);
        if rest.is_empty() {
            break;
        }
        if let Some(behind) = rest.strip_prefix('-').filter(|_| reading.count == 0) {
            reading.minus(behind)?;
            rest = behind;
        } else if let Some((number, length)) = chinese_compound(rest) {
            reading.number(number)?;
            // Its scales are in it, so the other end's are not for it.
            reading.word(AmountWord::Scale(1))?;
            rest = rest.get(length..)?;
        } else if let Some((number, length)) = number(rest) {
            reading.number(number)?;
            rest = rest.get(length..)?;
        } else if let Some((length, word)) = vocabulary().amount.longest(rest) {
            // "thousand" alone is one of it, but "M" is a size and "k" a slip.
            if reading.count == 0 && matches!(word, AmountWord::Scale(_)) && is_letter(rest.get(..length)?) {
                return None;
            }
            reading.word(word)?;
            rest = rest.get(length..)?;
        } else if matches!(rest.chars().next(), Some('元' | '圓')) {
            // The unit of several currencies; which one, another word or the default says.
            rest = rest.get('元'.len_utf8()..)?;
        } else if let Some(after) = rest.strip_prefix(['.', '/']).filter(|_| reading.count > 0) {
            rest = after;
        } else {
            return None;
        }
    }
    reading.finish()
}

/// Whether a text says less than nothing as ledgers do, (500), $(500), 500-: nobody has a negative budget or staff, so it is a
/// mistake, and neither "up to" nor a remark. Nor is ± a range.
fn has_sign_of_debt(text: &str) -> bool {
    let is_behind = text.strip_suffix('-').is_some_and(|text| text.ends_with(|c: char| c.is_ascii_digit()));
    is_behind || is_in_brackets(text) || text.contains("+/-") || text.contains("+-")
}

/// Whether the number stands in brackets, and nothing but its currency beside them.
fn is_in_brackets(text: &str) -> bool {
    let Some((before, rest)) = text.split_once('(') else { return false };
    let Some((inside, behind)) = rest.rsplit_once(')') else { return false };
    let is_unit = |text: &str| unit(text.trim()).is_some();
    is_unit(before) && is_unit(behind) && !is_unit(inside) && !inside.contains(['-', '~'])
}

/// Whether a word is a single letter of an alphabet, perhaps with a point behind it.
fn is_letter(word: &str) -> bool {
    let mut letters = word.trim_end_matches('.').chars();
    letters.next().is_some_and(|letter| !is_unspaced(letter)) && letters.next().is_none()
}

#[derive(Default)]
struct Reading {
    numbers: [Option<(Decimal, Option<i64>)>; 2],
    count: usize,
    separated: bool,
    from: Option<Bound>,
    up_to: Option<Bound>,
    currency: Option<Currency>,
    loose: Option<Currency>,
    in_rupees: bool,
    is_negative: bool,
    /// A word that is no part of the amount stood before it.
    is_named: bool,
}

impl Reading {
    /// A dash before any number is its minus, also behind a currency: -500, $-500, USD -500. In "Budget - 500" it parts the two.
    fn minus(&mut self, behind: &str) -> Option<()> {
        if self.is_negative {
            return None;
        }
        self.is_negative = !(self.is_named && behind.starts_with(' '));
        Some(())
    }

    fn number(&mut self, number: Decimal) -> Option<()> {
        // "50人以上200人以下": where each number has its bound, nothing stands between them.
        if self.count == 1 && !self.separated && self.from.is_none() && self.up_to.is_none() {
            return None;
        }
        *self.numbers.get_mut(self.count)? = Some((number, None));
        self.count += 1;
        Some(())
    }

    fn word(&mut self, word: AmountWord) -> Option<()> {
        match word {
            AmountWord::Scale(scale) => {
                let Some(last) = self.count.checked_sub(1) else {
                    // "тыс. 50", "ألف" alone: one of the scale.
                    self.number(Decimal { digits: 1, decimals: 0 })?;
                    return self.word(word);
                };
                let (_, present) = self.numbers.get_mut(last)?.as_mut()?;
                *present = Some(present.unwrap_or(1).checked_mul(scale)?);
            }
            // ₹10L: no number before it, no scale.
            AmountWord::RupeeScale(_) if self.count == 0 => return None,
            AmountWord::RupeeScale(scale) => {
                self.in_rupees = true;
                return self.word(AmountWord::Scale(scale));
            }
            // Before any number "до" and "to" bound it, after one they join it to the next.
            AmountWord::Range if self.count == 0 => self.bound_above(Bound::Included),
            AmountWord::AboutOrRange if self.count == 0 => {}
            AmountWord::Range | AmountWord::AboutOrRange => self.separated = true,
            AmountWord::From => self.from = self.from.max(Some(Bound::Included)),
            AmountWord::Above => self.from = Some(Bound::Excluded),
            AmountWord::UpTo => self.bound_above(Bound::Included),
            AmountWord::Below => self.bound_above(Bound::Excluded),
            AmountWord::Nothing => self.is_named = true,
            AmountWord::Currency(currency) => {
                if self.currency.is_some_and(|present| present != currency) {
                    return None;
                }
                self.currency = Some(currency);
            }
            AmountWord::LooseCurrency(currency) => self.loose = Some(currency),
        }
        Some(())
    }

    fn bound_above(&mut self, bound: Bound) {
        // ">=50 <=200", "от 50 до 200": the other end is still to come.
        let joins = self.count == 1 && self.from.is_some();
        self.separated |= joins;
        if !joins || bound == Bound::Excluded {
            self.up_to = self.up_to.max(Some(bound));
        }
    }

    fn finish(self) -> Option<Amounts> {
        let (currency, in_rupees) = (self.currency.or(self.loose), self.in_rupees);
        let is_negative = self.is_negative;
        let step = |bound: Option<Bound>| i64::from(bound == Some(Bound::Excluded));
        let (after_low, before_high) = (step(self.from), -step(self.up_to));
        let [first, second] = self.numbers;
        let (first, first_scale) = first?;
        let Some((second, second_scale)) = second else {
            let only = |step| Some(End { number: first, scale: first_scale.unwrap_or(1), step });
            let (low, high) = match (self.from, self.up_to) {
                (Some(_), None) => (only(after_low), None),
                (None, Some(_)) => (None, only(before_high)),
                (Some(Bound::Excluded), _) | (_, Some(Bound::Excluded)) => return None,
                _ => (only(0), only(0)),
            };
            let has_scale = first_scale.is_some();
            return Some(Amounts { low, high, currency, in_rupees, has_scale, is_negative });
        };
        if !self.separated && (self.from.is_none() || self.up_to.is_none()) {
            return None;
        }
        // "50-80 thousand" means both; "500 - 1 thousand" means what it says.
        let shared = first_scale.is_none() && first.is_below(second);
        let low_scale = if shared { second_scale } else { first_scale };
        Some(Amounts {
            low: Some(End { number: first, scale: low_scale.unwrap_or(1), step: after_low }),
            high: Some(End { number: second, scale: second_scale.unwrap_or(1), step: before_high }),
            currency,
            in_rupees,
            has_scale: first_scale.or(second_scale).is_some(),
            is_negative,
        })
    }
}

/// A number at the front of the text: ASCII digits with grouping, a Chinese numeral, or a word.
fn number(text: &str) -> Option<(Decimal, usize)> {
    grouped_decimal(text).or_else(|| chinese_numeral(text)).or_else(|| {
        let (length, tenths) = vocabulary().numbers.longest(text)?;
        let is_whole = tenths % 10 == 0;
        let digits = if is_whole { tenths / 10 } else { tenths };
        Some((Decimal { digits, decimals: u32::from(!is_whole) }, length))
    })
}

/// The scale that a text of a script without spaces begins with.
fn unspaced_scale(text: &str) -> Option<(&str, i128)> {
    text.chars().next().filter(|sign| is_unspaced(*sign))?;
    match vocabulary().amount.longest(text)? {
        (length, AmountWord::Scale(scale)) => Some((text.get(..length)?, i128::from(scale))),
        _ => None,
    }
}

/// A number of several scales, each less than the one before: 3万5千, 三萬五千, 1亿2千万, 三千五百; of a digit behind the last
/// the scale is a tenth of it, 三万五 being 35,000 and 三万零五 30,005. None where it has one scale.
fn chinese_compound(text: &str) -> Option<(Decimal, usize)> {
    if !text.contains(['千', '仟', '万', '萬', '亿', '億']) {
        return None;
    }
    let (mut total, mut length, mut parts) = (0_i128, 0, 0);
    let mut least = i128::MAX;
    while let Some(rest) = text.get(length..) {
        let Some((part, digits)) = number(rest).filter(|(part, _)| part.decimals == 0 || parts == 0) else {
            break;
        };
        let behind = rest.get(digits..)?;
        let (sign, scale) = unspaced_scale(behind).unwrap_or(("", 1));
        let divisor = 10_i128.checked_pow(part.decimals)?;
        let value = part.digits.checked_mul(scale)?;
        if value % divisor != 0 || value / divisor >= least || (parts > 0 && value == 0) {
            return None;
        }
        let is_digit = sign.is_empty() && parts > 0 && is_one_digit(rest.get(..digits)?);
        total += if is_digit { value * (least / 10) } else { value / divisor };
        (length, parts) = (length + digits + sign.len(), parts + 1);
        if sign.is_empty() {
            break;
        }
        least = scale;
    }
    (parts > 1).then_some((Decimal { digits: total, decimals: 0 }, length))
}

/// Whether a number is written with one digit.
fn is_one_digit(number: &str) -> bool {
    number.chars().nth(1).is_none() && !number.starts_with(['十', '拾'])
}

/// A decimal with `.` or `,` before the fraction and no grouping.
fn plain_decimal(text: &str) -> Option<(Decimal, usize)> {
    let length = text.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
    let number = text.get(..length)?;
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
    decimal(&[whole], fraction).map(|decimal| (decimal, length))
}

/// A number whose groups may be separated by commas, points, apostrophes or spaces.
fn grouped_decimal(text: &str) -> Option<(Decimal, usize)> {
    let bytes = text.as_bytes();
    let mut length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 {
        return None;
    }
    let mut groups = vec![text.get(..length)?];
    let mut separators = Vec::new();
    while let Some(separator) = bytes.get(length).filter(|b| matches!(b, b'.' | b',' | b'\'' | b' ')) {
        let start = length + 1;
        let digits = bytes.get(start..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        // A space only joins groups of three; "5 10" are two numbers.
        if digits == 0 || (*separator == b' ' && digits != 3) {
            break;
        }
        separators.push(*separator);
        groups.push(text.get(start..start + digits)?);
        length = start + digits;
    }
    let last_is_fraction = match separators.as_slice() {
        [] => false,
        [b'\'' | b' '] => false,
        // One separator: three digits after it are a group, unless nothing but a zero stands before.
        [_] => groups.last().is_some_and(|g| g.len() != 3) || groups.first() == Some(&"0"),
        [others @ .., last] => !others.contains(last) && matches!(last, b'.' | b','),
    };
    let fraction = if last_is_fraction { groups.pop().unwrap_or_default() } else { "" };
    // 1,234,567 and 12,34,567: the last group is one of thousands. 12.34.56 and 1,2,3 are no numbers.
    if let [_, inner @ .., last] = groups.as_slice()
        && (last.len() != 3 || !inner.iter().all(|group| matches!(group.len(), 2 | 3)))
    {
        return None;
    }
    decimal(&groups, fraction).map(|decimal| (decimal, length))
}

fn decimal(groups: &[&str], fraction: &str) -> Option<Decimal> {
    let digits = || groups.iter().flat_map(|group| group.bytes()).chain(fraction.bytes());
    if digits().count() > LONGEST_NUMBER || digits().count() == 0 || !digits().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value = digits().fold(0_i128, |value, byte| value * 10 + i128::from(byte - b'0'));
    Some(Decimal { digits: value, decimals: u32::try_from(fraction.len()).ok()? })
}

/// A small whole number in Chinese numerals at the front of the text, with the bytes it takes.
pub(super) fn chinese_count(text: &str) -> Option<(u16, usize)> {
    let (number, length) = chinese_numeral(text).filter(|(number, _)| number.decimals == 0)?;
    Some((u16::try_from(number.digits).ok()?, length))
}

/// Numerals below a thousand such as 五, 十二, 三百五十 and 三百五, which is the same; 千 and 万 are scales of their own.
fn chinese_numeral(text: &str) -> Option<(Decimal, usize)> {
    let (mut total, mut pending, mut length) = (0_i128, None::<i128>, 0);
    // What a digit counts where nothing is behind it.
    let mut last_counts = 1;
    for c in text.chars() {
        // As people write them, and as contracts and cheques do.
        let digits = ["〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"];
        let digit =
            digits.iter().find_map(|digits| digits.chars().position(|digit| digit == c)).or(match c {
                '两' | '兩' => Some(2),
                _ => None,
            });
        match (digit, c) {
            // 二三十 is twenty to thirty, and 二〇 may be a year: no numeral has a digit behind a digit.
            (Some(_), _) if pending.is_some_and(|before| before > 0) => return None,
            (Some(digit), _) => {
                // 三百零五
                if digit == 0 {
                    last_counts = 1;
                }
                pending = Some(digit as i128);
            }
            (None, '十' | '拾') => {
                total += pending.take().unwrap_or(1) * 10;
                last_counts = 1;
            }
            (None, '百' | '佰') if pending.is_some() => {
                total += pending.take().unwrap_or(1) * 100;
                last_counts = 10;
            }
            (None, '半') if length == 0 => return Some((Decimal { digits: 5, decimals: 1 }, c.len_utf8())),
            _ => break,
        }
        length += c.len_utf8();
    }
    (length > 0)
        .then_some((Decimal { digits: total + pending.unwrap_or(0) * last_counts, decimals: 0 }, length))
}
