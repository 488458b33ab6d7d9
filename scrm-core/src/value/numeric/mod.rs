//! The numerics that the models stand on: the gamma function and its kin, quadrature, and Newton's method.

mod gamma;
mod newton;
mod quadrature;

pub(super) use gamma::gamma_terms;
pub(super) use newton::{Minimum, Newton, Outcome, Second, Vector, minimise};
pub(super) use quadrature::{beta_expectation, panel};
