//! Trust: consent with proof, and masking by default.

pub mod consent;
