//! What the trust area promises.

mod ledger;
mod mask;
mod opt_out;
