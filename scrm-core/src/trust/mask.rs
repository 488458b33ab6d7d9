//! Masks: enough of a value to recognise it, too little to use it.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use super::config::{MaskingConfig, TrustConfig};
use super::error::TrustError;
use crate::customer::{Identifier, IdentifierKey, IdentifierKind};
use crate::foundation::text::{fold_to_one, is_regional_indicator};

/// What stands for everything that is hidden, however long it is.
pub(crate) const HIDDEN: &str = "***";

/// What kind of value is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MaskKind {
    /// A phone number: `0912***456`.
    Phone,
    /// An e-mail address: `a***@e***.com`.
    Email,
    /// A person's or company's name: `A***`.
    Name,
    /// A postal address: hidden whole.
    Address,
    /// An id number, or an id in another system: `***789`.
    IdNumber,
    /// Free text: numbers and e-mail addresses in it are masked, the rest stays.
    Text,
}

/// Masks values as the settings say. Cheap to clone.
///
/// ```
/// use scrm_core::trust::{Masker, TrustConfig};
/// let masker = Masker::new(&TrustConfig::standard().masking)?;
/// assert_eq!(masker.phone("0912345456"), "0912***456");
/// # Ok::<(), scrm_core::trust::TrustError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Masker {
    pub(super) config: MaskingConfig,
}

static STANDARD: LazyLock<Masker> = LazyLock::new(|| Masker { config: TrustConfig::standard().masking });

impl Masker {
    /// Checks the settings.
    ///
    /// # Errors
    /// If a phone number would show more than seven digits or hide fewer than three, or a short value would
    /// show more than half.
    pub fn new(config: &MaskingConfig) -> Result<Self, TrustError> {
        const MOST_DIGITS: usize = 7;
        const FEWEST_HIDDEN: usize = 3;
        let shown = config.phone_head.saturating_add(config.phone_tail);
        let at_most = |field, found, limit| {
            if found > limit { Err(TrustError::MaskShowsTooMuch { field, found, limit }) } else { Ok(()) }
        };
        let at_least = |field, found, limit| {
            if found < limit { Err(TrustError::MaskShowsTooMuch { field, found, limit }) } else { Ok(()) }
        };
        at_most("phone_head", shown, MOST_DIGITS)?;
        at_least("phone_full_from", config.phone_full_from, shown.saturating_add(FEWEST_HIDDEN))?;
        at_most("phone_short_tail", config.phone_short_tail, MOST_DIGITS)?;
        at_least("phone_short_from", config.phone_short_from, config.phone_short_tail.saturating_mul(2))?;
        at_most("id_tail", config.id_tail, MOST_DIGITS)?;
        at_least("id_from", config.id_from, config.id_tail.saturating_mul(2))?;
        Ok(Self { config: config.clone() })
    }

    /// Masks a value of a kind.
    #[must_use]
    pub fn mask(&self, kind: MaskKind, value: &str) -> String {
        match kind {
            MaskKind::Phone => self.phone(value),
            MaskKind::Email => email(value),
            MaskKind::Name => name(value),
            MaskKind::Address => HIDDEN.to_owned(),
            MaskKind::IdNumber => self.id_number(value),
            MaskKind::Text => self.text(value),
        }
    }

    /// Masks a phone number, in digits of any script: the first and last digits stay, a leading `+` too.
    #[must_use]
    pub fn phone(&self, value: &str) -> String {
        #[cfg(plant)]
        if crate::foundation::plant::is_active("e2") {
            return value.to_owned();
        }
        let digits: String = value.chars().filter_map(digit).collect();
        let config = &self.config;
        let (head, tail) = if digits.len() >= config.phone_full_from {
            (config.phone_head, config.phone_tail)
        } else if digits.len() >= config.phone_short_from {
            (0, config.phone_short_tail)
        } else {
            (0, 0)
        };
        let plus = head > 0
            && value
                .chars()
                .find(|at| *at == '+' || *at == '＋' || digit(*at).is_some())
                .is_some_and(|first| digit(first).is_none());
        let start = digits.get(..head).unwrap_or_default();
        let end = digits.get(digits.len().saturating_sub(tail)..).unwrap_or_default();
        format!("{}{start}{HIDDEN}{end}", if plus { "+" } else { "" })
    }

    /// Masks an id number, or an id in another system: the last characters stay.
    #[must_use]
    pub fn id_number(&self, value: &str) -> String {
        let clusters: Vec<&str> = clusters(value).collect();
        let shown = if clusters.len() >= self.config.id_from { self.config.id_tail } else { 0 };
        let tail = clusters.iter().skip(clusters.len().saturating_sub(shown));
        std::iter::once(HIDDEN).chain(tail.copied()).collect()
    }

    /// Masks an identifier by its kind.
    #[must_use]
    pub fn identifier(&self, identifier: &Identifier) -> String {
        self.mask(kind_of(&identifier.kind), &identifier.value)
    }

    /// Masks an identifier key; the namespace stays: `tel:+8869***456`.
    #[must_use]
    pub fn key(&self, key: &IdentifierKey) -> String {
        let kind = match key.namespace() {
            "tel" => MaskKind::Phone,
            "email" => MaskKind::Email,
            _ => MaskKind::IdNumber,
        };
        format!("{}:{}", key.namespace(), self.mask(kind, key.value()))
    }
}

const fn kind_of(kind: &IdentifierKind) -> MaskKind {
    match kind {
        IdentifierKind::Phone | IdentifierKind::WhatsappId => MaskKind::Phone,
        IdentifierKind::Email => MaskKind::Email,
        _ => MaskKind::IdNumber,
    }
}

/// Masks an e-mail address: the first character of either side and the last part of the domain stay.
pub(super) fn email(value: &str) -> String {
    let at = value.char_indices().rev().find(|(_, character)| fold_to_one(*character) == Some('@'));
    let Some((at, sign)) = at else { return HIDDEN.to_owned() };
    let (local, domain) = (value.get(..at), value.get(at + sign.len_utf8()..));
    let (Some(local), Some(domain)) = (local, domain) else { return HIDDEN.to_owned() };
    let (host, top) = domain.rsplit_once('.').unwrap_or((domain, ""));
    // A last part that is no top-level domain may be anything, a name among them.
    let top = if top.chars().all(char::is_alphabetic) && (2..=6).contains(&top.chars().count()) {
        format!(".{top}")
    } else {
        String::new()
    };
    format!("{}@{}{top}", name(local), name(host))
}

/// Masks a name: its first character stays, if there are more.
pub(super) fn name(value: &str) -> String {
    let mut clusters = clusters(value);
    match (clusters.next(), clusters.next()) {
        (Some(first), Some(_)) => format!("{first}{HIDDEN}"),
        _ => HIDDEN.to_owned(),
    }
}

/// The ASCII digit of a digit in any script.
pub(super) fn digit(character: char) -> Option<char> {
    if character.is_ascii() {
        return character.is_ascii_digit().then_some(character);
    }
    fold_to_one(character).filter(char::is_ascii_digit)
}

/// What people see as one character each, without white space and what nobody sees.
fn clusters(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = value;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|at: char| at.is_whitespace() || is_unseen(at));
        let length = cluster_length(rest);
        let (cluster, after) = rest.split_at_checked(length)?;
        rest = after;
        (!cluster.is_empty()).then_some(cluster)
    })
}

const fn is_unseen(character: char) -> bool {
    matches!(character,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// The signs that bind an Indic consonant to the next.
const fn is_virama(character: char) -> bool {
    matches!(
        character,
        '\u{94D}' | '\u{9CD}' | '\u{A4D}' | '\u{ACD}' | '\u{B4D}' | '\u{C4D}' | '\u{CCD}' | '\u{D4D}'
    )
}

/// The length in bytes of the first character as people see it: a letter with its marks, a conjunct, a
/// joined emoji, a flag.
fn cluster_length(text: &str) -> usize {
    let mut characters = text.char_indices();
    let Some((_, first)) = characters.next() else { return 0 };
    let mut last = first;
    let mut flag_open = is_regional_indicator(first);
    for (at, next) in characters {
        let joins_flag = flag_open && is_regional_indicator(next);
        flag_open = flag_open && !is_regional_indicator(next) && is_combining_mark(next);
        let conjunct = is_virama(last) && next.is_alphabetic();
        // Joined emoji are one character; joined letters are not, or a name could be shown whole.
        let joined = last == '\u{200D}' && !next.is_alphanumeric() && !first.is_alphanumeric();
        let extends = is_combining_mark(next)
            || joins_flag
            || conjunct
            || joined
            || matches!(next, '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
            || matches!(next, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}' | '\u{E0020}'..='\u{E007F}');
        if !extends {
            return at;
        }
        if next != '\u{200D}' || !is_virama(last) {
            last = next;
        }
    }
    text.len()
}

macro_rules! standard_masks {
    ($($(#[$doc:meta])* $function:ident($argument:ident: $type:ty) => $body:expr;)+) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $function($argument: $type) -> String {
            $body
        }
    )+};
}

standard_masks! {
    /// Masks a phone number by the standard settings.
    ///
    /// ```
    /// use scrm_core::trust::mask_phone;
    /// assert_eq!(mask_phone("0912345456"), "0912***456");
    /// assert_eq!(mask_phone("+886 912-345-456"), "+8869***456");
    /// assert_eq!(mask_phone("٠٩١٢٣٤٥٤٥٦"), "0912***456");
    /// assert_eq!(mask_phone("12345"), "***");
    /// ```
    mask_phone(value: &str) => STANDARD.phone(value);
    /// Masks an e-mail address.
    ///
    /// ```
    /// assert_eq!(scrm_core::trust::mask_email("anna@example.com"), "a***@e***.com");
    /// ```
    mask_email(value: &str) => email(value);
    /// Masks a name.
    ///
    /// ```
    /// use scrm_core::trust::mask_name;
    /// assert_eq!(mask_name("Anna Petrova"), "A***");
    /// assert_eq!(mask_name("क्षमा"), "क्ष***");
    /// ```
    mask_name(value: &str) => name(value);
    /// Masks a postal address: nothing of it is shown.
    ///
    /// ```
    /// assert_eq!(scrm_core::trust::mask_address("1 Main Street"), "***");
    /// ```
    mask_address(value: &str) => STANDARD.mask(MaskKind::Address, value);
    /// Masks an id number by the standard settings.
    ///
    /// ```
    /// assert_eq!(scrm_core::trust::mask_id_number("A123456789"), "***789");
    /// ```
    mask_id_number(value: &str) => STANDARD.id_number(value);
    /// Masks the phone numbers, other long numbers and e-mail addresses in free text by the standard settings.
    ///
    /// ```
    /// use scrm_core::trust::mask_text;
    /// assert_eq!(mask_text("Call 0912-345-456 or anna@example.com!"), "Call 0912***456 or a***@e***.com!");
    /// ```
    mask_text(value: &str) => STANDARD.text(value);
    /// Masks an identifier by its kind and the standard settings.
    mask_identifier(identifier: &Identifier) => STANDARD.identifier(identifier);
    /// Masks an identifier key by the standard settings; the namespace stays.
    ///
    /// ```
    /// use scrm_core::customer::IdentifierKey;
    /// use scrm_core::trust::mask_key;
    /// assert_eq!(mask_key(&IdentifierKey::from_stored("tel:+886912345456")), "tel:+8869***456");
    /// ```
    mask_key(key: &IdentifierKey) => STANDARD.key(key);
}

/// A value whose `Display` and `Debug` show its mask, by the standard settings.
///
/// ```
/// use scrm_core::trust::{MaskKind, Masked};
/// let phone = Masked::new("0912345456", MaskKind::Phone);
/// assert_eq!(format!("{phone} {phone:?}"), "0912***456 0912***456");
/// assert_eq!(*phone.reveal(), "0912345456");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Masked<T> {
    value: T,
    kind: MaskKind,
}

impl<T: AsRef<str>> Masked<T> {
    /// Wraps a value.
    pub const fn new(value: T, kind: MaskKind) -> Self {
        Self { value, kind }
    }

    /// The value itself, for those who may read it.
    pub const fn reveal(&self) -> &T {
        &self.value
    }

    /// The value itself, taken out.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T: AsRef<str>> fmt::Display for Masked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.mask(self.kind, self.value.as_ref()))
    }
}

impl<T: AsRef<str>> fmt::Debug for Masked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
