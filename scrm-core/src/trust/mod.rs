//! Trust: consent with proof, opt-out words, and masking by default.
//!
//! - [`consent`] holds the ledger's types, [`ledger`] what a ledger says and how two are joined;
//! - [`OptOutWords`] recognises a customer who wants no more messages, in six languages;
//! - [`Masker`], [`Masked`] and the `mask_…` functions hide what belongs to a customer.

mod config;
pub mod consent;
mod error;
pub mod ledger;
mod mask;
mod mask_text;
mod opt_out;

pub use config::{MaskingConfig, OptOutConfig, OptOutTexts, TrustConfig};
pub use error::{ERRORS, TrustError};
pub use ledger::{Standing, merge_ledgers, record_opt_in, record_opt_out, standing, strictest_union};
pub(crate) use ledger::{add_entry, agrees_everywhere, had_opted_out, is_allowed, overrules_withdrawal};
pub(crate) use mask::HIDDEN;
pub use mask::{
    MaskKind, Masked, Masker, mask_address, mask_email, mask_id_number, mask_identifier, mask_key, mask_name,
    mask_phone, mask_text,
};
pub use opt_out::{OptOutHit, OptOutKind, OptOutWords};

/// The standard section of this area.
pub(crate) const STANDARD: &str = include_str!("standard.toml");

#[cfg(test)]
mod tests;
