//! Newton's method in up to four dimensions, within a trusted radius.
//!
//! The models are fitted in the logarithms of their parameters, which are all positive and then all of one scale. A step
//! goes along the axes of the Hessian matrix, along each as far as its curvature says, upwards or downwards taken alike, so
//! that it leaves saddles; and along none further than the radius within which the quadratic model was found to hold. The
//! search has converged once all curvatures are positive and the step is shorter than [`STEP_TOLERANCE`]: near the optimum
//! each step squares the distance, so what is left is rounding. Where the function falls for ever, steps do not get shorter,
//! and the search ends at the bound.

#![allow(clippy::needless_range_loop, reason = "matrices are read by rows and columns")]

/// Parameters, or a gradient; only the first of a model's dimensions are used.
pub(in crate::value) type Vector = [f64; 4];
/// A square matrix of the same dimensions.
pub(in crate::value) type Matrix = [[f64; 4]; 4];

/// The longest step of a converged search, in units of the logarithm.
const STEP_TOLERANCE: f64 = 1e-9;
/// The longest step that is tried: a factor of e² in a parameter.
const LONGEST_STEP: f64 = 2.0;
const STEPS: u32 = 200;

/// A function's value with its first and second derivatives.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::value) struct Second {
    pub(in crate::value) value: f64,
    pub(in crate::value) gradient: Vector,
    pub(in crate::value) hessian: Matrix,
}

impl Second {
    fn is_finite(&self) -> bool {
        let hessian = self.hessian.iter().flatten();
        self.value.is_finite() && self.gradient.iter().chain(hessian).all(|value| value.is_finite())
    }

    /// The same function, of the logarithms of `parameters` in place of the parameters themselves.
    pub(in crate::value) fn of_logarithms(mut self, parameters: &Vector) -> Self {
        for i in 0..4 {
            for j in 0..4 {
                self.hessian[i][j] *= parameters[i] * parameters[j];
            }
            self.gradient[i] *= parameters[i];
            self.hessian[i][i] += self.gradient[i];
        }
        self
    }
}

/// What is searched, and where.
pub(in crate::value) struct Newton<'f> {
    /// The function to be made small.
    pub(in crate::value) function: &'f dyn Fn(&Vector) -> Second,
    /// How many of the four dimensions it has.
    pub(in crate::value) dimensions: usize,
    /// How far from 0 a parameter may go.
    pub(in crate::value) bound: f64,
}

/// Where a function is least.
#[derive(Clone, Copy, Debug)]
pub(in crate::value) struct Minimum {
    /// Where.
    pub(in crate::value) at: Vector,
    /// The function there.
    pub(in crate::value) found: Second,
    /// The inverse of the second derivatives there.
    pub(in crate::value) inverse: Matrix,
    /// How many steps it took.
    pub(in crate::value) steps: u32,
}

/// How a search ended.
#[derive(Clone, Debug)]
pub(in crate::value) enum Outcome {
    /// At a minimum.
    Converged(Box<Minimum>),
    /// The function falls as a parameter runs away.
    Bound {
        /// Which.
        dimension: usize,
        /// Whether it grows without end; it shrinks otherwise.
        above: bool,
    },
    /// Neither, after this many steps.
    Stalled {
        /// How many.
        steps: u32,
    },
}

/// Searches from `start`.
pub(in crate::value) fn minimise(newton: &Newton<'_>, start: Vector) -> Outcome {
    let size = newton.dimensions;
    let mut at = start;
    let mut here = (newton.function)(&at);
    let mut radius = LONGEST_STEP;
    for steps in 1..=STEPS {
        if !here.is_finite() {
            return Outcome::Stalled { steps };
        }
        let axes = Axes::of(&here.hessian, size);
        let (step, cut) = axes.step(&here.gradient, radius);
        if !cut && axes.all_positive() && length(&step) < STEP_TOLERANCE {
            // What is left of the way is known, and costs nothing to go.
            let at = sum(&at, &step);
            let minimum = Minimum { at, found: here, inverse: axes.inverse(), steps };
            return Outcome::Converged(Box::new(minimum));
        }
        let trial = sum(&at, &step);
        if let Some(dimension) = (0..size).find(|i| trial[*i].abs() > newton.bound) {
            return Outcome::Bound { dimension, above: trial[dimension] > 0.0 };
        }
        let there = (newton.function)(&trial);
        let promised = promise(&here, &step);
        let gained = here.value - there.value;
        // What rounding leaves of the difference says nothing.
        let rounding = 1e-13 * here.value.abs().max(1.0);
        let ratio =
            if promised < rounding && gained.abs() < 8.0 * rounding { 1.0 } else { gained / promised };
        if ratio < 0.25 || !there.is_finite() || ratio.is_nan() {
            radius = 0.25 * length(&step).min(radius);
        } else if ratio > 0.75 && cut {
            radius = (2.0 * radius).min(LONGEST_STEP);
        }
        if there.is_finite() && ratio > 1e-4 {
            at = trial;
            here = there;
        } else if radius < STEP_TOLERANCE {
            return Outcome::Stalled { steps };
        }
    }
    Outcome::Stalled { steps: STEPS }
}

fn length(step: &Vector) -> f64 {
    step.iter().fold(0.0, |longest, part| longest.max(part.abs()))
}

fn sum(at: &Vector, step: &Vector) -> Vector {
    std::array::from_fn(|i| at[i] + step[i])
}

/// By how much the quadratic model says that the function falls.
fn promise(here: &Second, step: &Vector) -> f64 {
    let mut promised = 0.0;
    for i in 0..4 {
        promised -= here.gradient[i] * step[i];
        for j in 0..4 {
            promised -= 0.5 * step[i] * here.hessian[i][j] * step[j];
        }
    }
    promised
}

/// The axes of a symmetric matrix, and the curvature along each.
struct Axes {
    size: usize,
    curvatures: Vector,
    /// One axis in each column.
    axes: Matrix,
}

impl Axes {
    /// By Jacobi's rotations (1846).
    fn of(matrix: &Matrix, size: usize) -> Self {
        const SWEEPS: usize = 30;
        let mut turned = *matrix;
        let mut axes = Matrix::default();
        for (i, row) in axes.iter_mut().enumerate() {
            row[i] = 1.0;
        }
        for _ in 0..SWEEPS {
            let mut quiet = true;
            for p in 0..size {
                for q in p + 1..size {
                    if turned[p][q].abs() > 1e-17 * (turned[p][p] * turned[q][q]).abs().sqrt() {
                        quiet = false;
                        rotate(&mut turned, &mut axes, p, q);
                    }
                }
            }
            if quiet {
                break;
            }
        }
        Self { size, curvatures: std::array::from_fn(|i| turned[i][i]), axes }
    }

    /// Whether each curvature is positive beyond what rounding may feign.
    fn all_positive(&self) -> bool {
        let used = self.curvatures.iter().take(self.size);
        let largest = used.clone().fold(0.0, |largest: f64, curvature| largest.max(curvature.abs()));
        used.clone().all(|curvature| *curvature > 1e-15 * largest)
    }

    /// The step from a gradient, along no axis longer than `radius`, and whether it would have been.
    fn step(&self, gradient: &Vector, radius: f64) -> (Vector, bool) {
        let (mut step, mut cut) = (Vector::default(), false);
        for axis in 0..self.size {
            let slope: f64 = (0..self.size).map(|i| self.axes[i][axis] * gradient[i]).sum();
            let mut along = -slope / self.curvatures[axis].abs();
            if along.is_nan() {
                along = 0.0;
            }
            cut |= along.abs() > radius;
            along = along.clamp(-radius, radius);
            for i in 0..self.size {
                step[i] += along * self.axes[i][axis];
            }
        }
        (step, cut)
    }

    /// The inverse of the matrix, of which all curvatures are positive.
    fn inverse(&self) -> Matrix {
        let mut inverse = Matrix::default();
        for axis in 0..self.size {
            for i in 0..self.size {
                for j in 0..self.size {
                    inverse[i][j] += self.axes[i][axis] * self.axes[j][axis] / self.curvatures[axis];
                }
            }
        }
        inverse
    }
}

/// Turns the plane of two axes so that nothing is left between them.
fn rotate(turned: &mut Matrix, axes: &mut Matrix, p: usize, q: usize) {
    let ratio = (turned[q][q] - turned[p][p]) / (2.0 * turned[p][q]);
    let tangent = ratio.signum() / (ratio.abs() + ratio.hypot(1.0));
    let cosine = tangent.hypot(1.0).recip();
    let sine = tangent * cosine;
    for row in turned.iter_mut().chain(axes.iter_mut()) {
        (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
    }
    for k in 0..4 {
        (turned[p][k], turned[q][k]) =
            (cosine * turned[p][k] - sine * turned[q][k], sine * turned[p][k] + cosine * turned[q][k]);
    }
    turned[p][q] = 0.0;
    turned[q][p] = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rosenbrock's function (1960): a curved valley with its end at (1, 1).
    fn rosenbrock(x: &Vector) -> Second {
        let valley = x[1] - x[0] * x[0];
        let mut second =
            Second { value: 100.0 * valley * valley + (1.0 - x[0]).powi(2), ..Second::default() };
        second.gradient = [-400.0 * x[0] * valley - 2.0 * (1.0 - x[0]), 200.0 * valley, 0.0, 0.0];
        second.hessian[0][0] = 1200.0 * x[0] * x[0] - 400.0 * x[1] + 2.0;
        second.hessian[0][1] = -400.0 * x[0];
        second.hessian[1][0] = -400.0 * x[0];
        second.hessian[1][1] = 200.0;
        second
    }

    #[test]
    fn a_curved_valley_is_followed_to_its_end() {
        let newton = Newton { function: &rosenbrock, dimensions: 2, bound: 10.0 };
        for start in [[-1.2, 1.0, 0.0, 0.0], [3.0, -4.0, 0.0, 0.0], [0.0, 5.0, 0.0, 0.0]] {
            let Outcome::Converged(minimum) = minimise(&newton, start) else { panic!("{start:?}") };
            let Minimum { at, inverse, .. } = *minimum;
            assert!((at[0] - 1.0).abs() < 1e-9 && (at[1] - 1.0).abs() < 1e-9, "{at:?}");
            // The inverse of [[802, −400], [−400, 200]].
            assert!((inverse[0][0] - 0.5).abs() < 1e-6 && (inverse[1][1] - 2.005).abs() < 1e-6);
            assert!((inverse[0][1] - 1.0).abs() < 1e-6 && inverse[0][1] == inverse[1][0]);
        }
    }

    #[test]
    fn a_function_that_falls_for_ever_ends_at_the_bound() {
        let falling = |x: &Vector| {
            let mut second = Second { value: (-x[0]).exp(), ..Second::default() };
            second.gradient[0] = -second.value;
            second.hessian[0][0] = second.value;
            second
        };
        let newton = Newton { function: &falling, dimensions: 1, bound: 14.0 };
        let outcome = minimise(&newton, Vector::default());
        assert!(matches!(outcome, Outcome::Bound { dimension: 0, above: true }), "{outcome:?}");
    }

    #[test]
    fn what_is_no_number_ends_the_search() {
        let nothing = |_: &Vector| Second { value: f64::NAN, ..Second::default() };
        let newton = Newton { function: &nothing, dimensions: 1, bound: 14.0 };
        assert!(matches!(minimise(&newton, Vector::default()), Outcome::Stalled { .. }));
    }
}
