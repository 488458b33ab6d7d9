//! Money as whole minor units, budgets as ranges, and conversion by a given table.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// An ISO 4217 code: three upper-case ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct Currency([u8; 3]);

/// The currencies of ISO 4217 that people pay with, and those that they did until lately.
const PAID_WITH: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL \
    GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF \
    KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR \
    MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG \
    SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD \
    UYI UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL";

impl Currency {
    /// Reads a three-letter code in any case.
    ///
    /// ```
    /// use scrm_core::foundation::Currency;
    /// assert_eq!(Currency::parse("twd").map(|c| c.to_string()).as_deref(), Some("TWD"));
    /// assert!(Currency::parse("NT$").is_none());
    /// ```
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Self(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Whether people pay with it, or did until lately: three letters alone are not always a currency.
    pub(crate) fn is_paid_with(&self) -> bool {
        PAID_WITH.split(' ').any(|code| code == self.as_str())
    }

    /// Digits after the decimal point (ISO 4217): 0 for JPY or KRW, 3 for KWD, otherwise 2.
    #[must_use]
    pub fn exponent(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Currency> for String {
    fn from(value: Currency) -> Self {
        value.as_str().to_owned()
    }
}

impl TryFrom<String> for Currency {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::parse(&code).ok_or("a currency is a three-letter ISO 4217 code such as \"TWD\"")
    }
}

/// An amount in minor units (cents) of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Money {
    /// Minor units: 1 TWD is 100.
    pub minor: i64,
    /// What they are units of.
    pub currency: Currency,
}

impl Money {
    /// An amount in whole major units; saturates at the ends of `i64`.
    ///
    /// ```
    /// use scrm_core::foundation::{Currency, Money};
    /// let twd = Currency::parse("TWD").unwrap();
    /// assert_eq!(Money::major(50_000, twd).minor, 5_000_000);
    /// ```
    #[must_use]
    pub fn major(amount: i64, currency: Currency) -> Self {
        Self { minor: amount.saturating_mul(10_i64.pow(currency.exponent())), currency }
    }

    /// The amount in major units, for reading.
    #[must_use]
    pub fn as_major(&self) -> f64 {
        self.minor as f64 / 10_f64.powi(self.currency.exponent().cast_signed())
    }
}

/// What a customer means to spend: a range with open ends allowed, in minor units of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Budget {
    /// Lower end; `None` for "up to".
    pub low: Option<i64>,
    /// Upper end; `None` for "from".
    pub high: Option<i64>,
    /// Currency of both ends.
    pub currency: Currency,
}

impl Budget {
    /// One exact amount.
    #[must_use]
    pub fn exact(amount: Money) -> Self {
        Self { low: Some(amount.minor), high: Some(amount.minor), currency: amount.currency }
    }

    /// The upper end, or the lower one where the range is open above.
    #[must_use]
    pub fn upper(&self) -> Option<Money> {
        self.high.or(self.low).map(|minor| Money { minor, currency: self.currency })
    }

    /// The lower end, or the upper one where the range is open below.
    #[must_use]
    pub fn lower(&self) -> Option<Money> {
        self.low.or(self.high).map(|minor| Money { minor, currency: self.currency })
    }
}

/// Units of the workspace currency that one unit of another buys, by code. Given by the host: rates are
/// dated facts, not code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurrencyTable {
    /// The currency that thresholds are written in.
    pub base: Currency,
    /// Base units per one unit of the currency named by the key. With another `base`, the standard's rates are reckoned in
    /// it where they know it, and left out where they do not.
    #[serde(default)]
    pub rates: BTreeMap<String, f64>,
}

impl CurrencyTable {
    /// Converts to minor units of the base currency, half away from zero; `None` where the table has no rate.
    ///
    /// ```
    /// use scrm_core::foundation::{Currency, CurrencyTable, Money};
    /// let twd = Currency::parse("TWD").unwrap();
    /// let usd = Currency::parse("USD").unwrap();
    /// let table = CurrencyTable { base: twd, rates: [("USD".to_owned(), 32.0)].into() };
    /// assert_eq!(table.to_base(Money::major(1_000, usd)), Some(Money::major(32_000, twd)));
    /// ```
    #[must_use]
    pub fn to_base(&self, money: Money) -> Option<Money> {
        if money.currency == self.base {
            return Some(money);
        }
        let rate = *self.rates.get(money.currency.as_str())?;
        let major = money.as_major() * rate;
        let minor = (major * 10_f64.powi(self.base.exponent().cast_signed())).round();
        (rate.is_finite() && rate > 0.0).then_some(Money { minor: minor as i64, currency: self.base })
    }
}
