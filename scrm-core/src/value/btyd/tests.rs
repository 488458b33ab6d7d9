use super::*;
use crate::foundation::Coded;
use crate::value::ValueError;
use crate::value::numeric::{Second, Vector};

/// Chance that is the same each time: xorshift64* of Vigna (2016).
struct Chance(u64);

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn exponential(&mut self, rate: f64) -> f64 {
        -self.uniform().ln() / rate
    }

    /// Marsaglia & Tsang (2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.uniform().powf(shape.recip());
        }
        let d = shape - 1.0 / 3.0;
        loop {
            let radius = (-2.0 * self.uniform().ln()).sqrt();
            let normal = radius * (std::f64::consts::TAU * self.uniform()).cos();
            let cube = (1.0 + normal / (9.0 * d).sqrt()).powi(3);
            let accepted = |chance: f64| chance.ln() < 0.5 * normal * normal + d - d * cube + d * cube.ln();
            if cube > 0.0 && accepted(self.uniform()) {
                return d * cube;
            }
        }
    }
}

#[derive(Default)]
struct Drawn {
    frequency: Vec<f64>,
    recency: Vec<f64>,
    age: Vec<f64>,
}

impl Drawn {
    fn add(&mut self, times: &[f64], age: f64) {
        self.frequency.push(times.len() as f64);
        self.recency.push(times.last().copied().unwrap_or_default());
        self.age.push(age);
    }

    fn histories(&self) -> Histories<'_> {
        Histories::new(&self.frequency, &self.recency, &self.age).unwrap()
    }
}

/// Customers who behave as the model says.
fn drawn_bg_nbd(model: &BgNbd, customers: u32) -> Drawn {
    let mut chance = Chance(7);
    let mut drawn = Drawn::default();
    for _ in 0..customers {
        let rate = chance.gamma(model.r) / model.alpha;
        let (stays, leaves) = (chance.gamma(model.b), chance.gamma(model.a));
        let p = leaves / (leaves + stays);
        let age = 20.0 + 30.0 * chance.uniform();
        let (mut times, mut now) = (Vec::new(), chance.exponential(rate));
        while now < age {
            times.push(now);
            now = if chance.uniform() < p { f64::INFINITY } else { now + chance.exponential(rate) };
        }
        drawn.add(&times, age);
    }
    drawn
}

fn drawn_pareto_nbd(model: &ParetoNbd, customers: u32) -> Drawn {
    let mut chance = Chance(11);
    let mut drawn = Drawn::default();
    for _ in 0..customers {
        let rate = chance.gamma(model.r) / model.alpha;
        let leaving = chance.gamma(model.s) / model.beta;
        let age = 20.0 + 30.0 * chance.uniform();
        let end = age.min(chance.exponential(leaving));
        let (mut times, mut now) = (Vec::new(), chance.exponential(rate));
        while now < end {
            times.push(now);
            now += chance.exponential(rate);
        }
        drawn.add(&times, age);
    }
    drawn
}

fn found_again(report: &FitReport, truth: &[f64]) {
    for (found, truth) in report.parameters.iter().zip(truth) {
        let errors = (found.value.ln() - truth.ln()) * found.value / found.standard_error;
        assert!(errors.abs() < 3.5, "{}: {} is {truth}", found.name, found.value);
        assert!(found.interval.low < found.value && found.value < found.interval.high);
    }
}

#[test]
fn parameters_are_found_again_in_what_was_drawn_with_them() {
    for (r, alpha, a, b) in [(0.25, 4.4, 0.8, 2.4), (2.0, 10.0, 0.5, 5.0), (0.9, 1.0, 2.0, 2.0)] {
        let drawn = drawn_bg_nbd(&BgNbd { r, alpha, a, b }, 6_000);
        let (_, report) = BgNbd::fit(&drawn.histories(), None).unwrap();
        found_again(&report, &[r, alpha, a, b]);
    }
    for (r, alpha, s, beta) in [(0.55, 10.6, 0.6, 11.7), (2.0, 5.0, 1.5, 30.0), (1.0, 3.0, 0.5, 3.0)] {
        let drawn = drawn_pareto_nbd(&ParetoNbd { r, alpha, s, beta }, 4_000);
        let (_, report) = ParetoNbd::fit(&drawn.histories(), None).unwrap();
        found_again(&report, &[r, alpha, s, beta]);
    }
}

#[test]
fn spending_is_found_again_in_what_was_drawn_with_it() {
    let mut chance = Chance(3);
    for truth in [[6.25, 3.74, 15.44], [0.8, 2.5, 400.0]] {
        let [p, q, v] = truth;
        let (mut frequency, mut average) = (Vec::new(), Vec::new());
        for customer in 0..8_000 {
            let x = f64::from(customer % 6);
            let scale = chance.gamma(q) / v;
            frequency.push(x);
            average.push(if x > 0.0 { chance.gamma(p * x) / (scale * x) } else { 0.0 });
        }
        let (_, report) = GammaGamma::fit(&frequency, &average, None).unwrap();
        found_again(&report, &truth);
    }
}

/// Derivatives of a function against differences of its values and of its gradients.
fn derivatives_hold(function: &dyn Fn(&Vector) -> Second, at: Vector, size: usize) {
    let here = function(&at);
    for i in 0..size {
        let step = 1e-5 * at[i];
        let (mut more, mut less) = (at, at);
        more[i] += step;
        less[i] -= step;
        let (more, less) = (function(&more), function(&less));
        let slope = (more.value - less.value) / (2.0 * step);
        assert!((slope - here.gradient[i]).abs() < 1e-5 * slope.abs().max(1.0), "{i}: {slope} {here:?}");
        for j in 0..size {
            let bend = (more.gradient[j] - less.gradient[j]) / (2.0 * step);
            assert!(
                (bend - here.hessian[i][j]).abs() < 1e-5 * bend.abs().max(1.0),
                "{i} {j}: {bend} {here:?}"
            );
        }
    }
}

#[test]
fn derivatives_of_the_likelihoods_are_those_of_their_values() {
    let drawn = drawn_pareto_nbd(&ParetoNbd { r: 0.55, alpha: 10.6, s: 0.6, beta: 11.7 }, 300);
    let groups = history::Groups::new(&drawn.histories()).unwrap();
    for at in [[0.5, 0.3, 0.6, 0.4], [2.0, 0.1, 3.0, 5.0], [0.1, 2.0, 0.2, 0.05]] {
        derivatives_hold(&|parameters| bg_nbd::likelihood(&groups, parameters), at, 4);
        derivatives_hold(&|parameters| pareto_nbd::likelihood(&groups, parameters), at, 4);
    }
    let spending = gamma_gamma::Spending::new(&[1.0, 2.0, 2.0, 9.0], &[3.0, 14.0, 15.0, 92.0]).unwrap();
    derivatives_hold(&|parameters| gamma_gamma::likelihood(&spending, parameters), [6.0, 3.7, 0.5, 1.0], 3);
}

#[test]
fn pareto_nbd_agrees_with_the_hypergeometric_form() {
    // r, α, s, β, x, tₓ, T, ln L and P(alive): the paper's form with 60 digits, by mpmath.
    let reference = [
        (0.553, 10.578, 0.606, 11.669, 2.0, 30.43, 38.86, -9.554283245150407, 0.8691675591530112),
        (0.553, 10.578, 0.606, 11.669, 0.0, 0.0, 38.86, -0.5210462940808904, 0.29528660461689415),
        (0.553, 11.669, 0.606, 10.578, 26.0, 27.0, 27.5, -37.47560121566294, 0.9905045305662739),
        (2.0, 5.0, 1.0, 5.0, 3.0, 10.0, 20.0, -9.82401582138726, 0.22698495070057084),
        (0.01, 0.001, 0.02, 300.0, 40.0, 1.0, 50.0, 88.67786978180116, 6.430387451321434e-63),
        (3.0, 200.0, 0.5, 0.01, 7.0, 0.5, 90.0, -27.23602820971632, 0.0024499342254235374),
        (1.5, 10.0, 2.0, 0.001, 300.0, 60.0, 100.0, 113.53836114712217, 3.0787470203675214e-58),
        (1.0, 10000.0, 1.0, 1.0, 0.0, 0.0, 1.0, -6.931098352971596e-05, 0.499984658226973),
        (0.5, 3.0, 0.7, 40.0, 2000.0, 90.0, 100.0, 4126.117562974852, 7.051624224533092e-86),
        (0.5, 3.0, 0.7, 40.0, 5.0, 10.0, 10.0, -10.328666782930329, 1.0),
    ];
    for (r, alpha, s, beta, frequency, recency, age, ln_likelihood, alive) in reference {
        let (counts, customers) = (vec![(frequency, 1.0)], 1.0);
        let group = history::Group { count: 0, recency, age, customers };
        let groups = history::Groups { counts, groups: vec![group], unit: 1.0, purchases: frequency };
        let ours = -pareto_nbd::likelihood(&groups, &[r, alpha, s, beta]).value;
        assert!(
            (ours - ln_likelihood).abs() < 1e-11 * ln_likelihood.abs().max(1.0),
            "{ours} {ln_likelihood}"
        );
        let model = ParetoNbd { r, alpha, s, beta };
        let ours = model.probability_alive(&History { frequency, recency, age }).unwrap();
        assert!((ours / alive - 1.0).abs() < 1e-10, "{ours} {alive}");
    }
}

#[test]
fn the_unit_of_time_changes_nothing_but_the_scales() {
    let weeks = drawn_bg_nbd(&BgNbd { r: 0.5, alpha: 4.0, a: 0.8, b: 2.4 }, 2_000);
    let in_days = |weeks: &[f64]| weeks.iter().map(|weeks| weeks * 7.0).collect::<Vec<f64>>();
    let (recency, age) = (in_days(&weeks.recency), in_days(&weeks.age));
    let days = Histories::new(&weeks.frequency, &recency, &age).unwrap();
    let (by_week, weekly) = BgNbd::fit(&weeks.histories(), None).unwrap();
    let (by_day, daily) = BgNbd::fit(&days, None).unwrap();
    assert!((by_day.alpha / by_week.alpha / 7.0 - 1.0).abs() < 1e-9);
    assert!((by_day.a / by_week.a - 1.0).abs() < 1e-9);
    let purchases: f64 = weeks.frequency.iter().sum();
    assert!((weekly.log_likelihood - daily.log_likelihood - purchases * 7.0_f64.ln()).abs() < 1e-6);
    let (by_week, _) = ParetoNbd::fit(&weeks.histories(), None).unwrap();
    let (by_day, _) = ParetoNbd::fit(&days, None).unwrap();
    assert!((by_day.beta / by_week.beta / 7.0 - 1.0).abs() < 1e-9);
}

#[test]
fn what_cannot_be_is_refused_by_row() {
    type Case<'c> = (&'c [f64], &'c [f64], &'c [f64], &'c str);
    let cases: [Case<'_>; 9] = [
        (&[1.0, 2.0], &[3.0, 9.0], &[9.0, 8.0], "row 2: recency is beyond T"),
        (&[1.0, -2.0], &[3.0, 3.0], &[9.0, 8.0], "row 2: frequency is below 0"),
        (&[1.5], &[3.0], &[9.0], "row 1: frequency is no whole number"),
        (&[f64::NAN], &[3.0], &[9.0], "row 1: frequency is no number"),
        (&[1.0], &[f64::INFINITY], &[9.0], "row 1: recency is no number"),
        (&[1.0], &[-1.0], &[9.0], "row 1: recency is below 0"),
        (
            &[0.0],
            &[1.0],
            &[9.0],
            "row 1: recency is not 0 although nothing was bought after the first purchase",
        ),
        (&[1.0], &[0.0], &[0.0], "row 1: T is 0 although more was bought after the first purchase"),
        (&[1.0], &[0.0], &[1.0, 2.0], "T has 2 rows, the first column has 1"),
    ];
    for (frequency, recency, age, message) in cases {
        let error = Histories::new(frequency, recency, age).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    let error = GammaGamma::fit(&[1.0, 0.0, 2.0], &[1.0, f64::NAN, f64::NAN], None).unwrap_err();
    assert_eq!((error.code(), error.row()), ("value.row.bad", Some(3)));
}

#[test]
fn data_that_determine_nothing_are_refused_with_the_reason() {
    let fit = |frequency: &[f64], recency: &[f64], age: &[f64]| {
        let histories = Histories::new(frequency, recency, age).unwrap();
        [BgNbd::fit(&histories, None).unwrap_err(), ParetoNbd::fit(&histories, None).unwrap_err()]
    };
    assert_eq!(fit(&[], &[], &[]), [ValueError::NoCustomers, ValueError::NoCustomers]);
    let once = ValueError::NoRepeats { customers: 3 };
    assert_eq!(fit(&[0.0; 3], &[0.0; 3], &[5.0, 0.0, 7.0]), [once.clone(), once]);
    // One customer, and a hundred who are all the same.
    for customers in [1, 2, 100] {
        for error in fit(&vec![3.0; customers], &vec![4.0; customers], &vec![9.0; customers]) {
            let known = ["value.fit.at_bound", "value.fit.not_converged"];
            assert!(known.contains(&error.code()), "{customers}: {error}");
        }
    }
    // Everybody buys every week until today: nobody ever leaves.
    for error in fit(&[9.0, 8.0, 12.0, 11.0], &[9.0, 8.0, 12.0, 11.0], &[9.0, 8.0, 12.0, 11.0]) {
        assert_eq!(error.code(), "value.fit.at_bound", "{error}");
    }
    let error = GammaGamma::fit(&[2.0, 3.0], &[20.0, 20.0], None).unwrap_err();
    assert!(error.code().starts_with("value.fit."), "{error}");
    assert_eq!(GammaGamma::fit(&[0.0], &[0.0], None).unwrap_err(), ValueError::NoRepeats { customers: 1 });
}

#[test]
fn customers_of_today_and_huge_counts_are_taken() {
    let mut drawn = drawn_bg_nbd(&BgNbd { r: 0.5, alpha: 4.0, a: 0.8, b: 2.4 }, 3_000);
    let (before, _) = BgNbd::fit(&drawn.histories(), None).unwrap();
    drawn.add(&[], 0.0);
    let (after, _) = BgNbd::fit(&drawn.histories(), None).unwrap();
    assert!((after.r / before.r - 1.0).abs() < 1e-9, "who came today says nothing");
    drawn.frequency.push(1e6);
    drawn.recency.push(40.0);
    drawn.age.push(40.0);
    let (model, report) = BgNbd::fit(&drawn.histories(), None).unwrap();
    assert!(report.log_likelihood.is_finite() && model.r < before.r, "{model:?}");
    let model = PurchaseModel::BgNbd(model);
    let forecasts = model.predict(1.0, &drawn.histories()).unwrap();
    assert!(forecasts.expected_purchases.iter().all(|expected| expected.is_finite() && *expected >= 0.0));
    let (model, _) = ParetoNbd::fit(&drawn.histories(), None).unwrap();
    let forecasts = PurchaseModel::ParetoNbd(model).predict(1.0, &drawn.histories()).unwrap();
    assert!((forecasts.expected_purchases.last().unwrap() / 25_000.0 - 1.0).abs() < 0.05);
}

#[test]
fn any_histories_are_fitted_or_refused() {
    let mut chance = Chance(19);
    let mut fitted = 0;
    for _ in 0..300 {
        let mut drawn = Drawn::default();
        let most = 10.0_f64.powf(4.0 * chance.uniform());
        for _ in 0..1 + (20.0 * chance.uniform()) as u32 {
            let age = 10.0_f64.powf(6.0 * chance.uniform() - 3.0);
            let frequency = (most * chance.uniform().powi(3)).floor();
            let recency = if frequency > 0.0 { age * chance.uniform() } else { 0.0 };
            drawn.frequency.push(frequency);
            drawn.recency.push(recency);
            drawn.age.push(age);
        }
        let histories = drawn.histories();
        let models = [
            BgNbd::fit(&histories, None).map(|(model, report)| (PurchaseModel::BgNbd(model), report)),
            ParetoNbd::fit(&histories, None).map(|(model, report)| (PurchaseModel::ParetoNbd(model), report)),
        ];
        for (model, report) in models.into_iter().flatten() {
            fitted += 1;
            assert!(report.parameters.iter().all(|found| found.value > 0.0 && found.standard_error > 0.0));
            let forecasts = model.predict(3.0, &histories).unwrap();
            assert!(forecasts.probability_alive.iter().all(|alive| (0.0..=1.0).contains(alive)), "{model:?}");
            assert!(forecasts.expected_purchases.iter().all(|count| *count >= 0.0 && count.is_finite()));
        }
    }
    assert!(fitted > 100, "{fitted}");
}

#[test]
fn a_forecast_is_surer_with_more_customers() {
    let truth = BgNbd { r: 0.5, alpha: 4.0, a: 0.8, b: 2.4 };
    let customer = History { frequency: 3.0, recency: 20.0, age: 30.0 };
    let width = |customers| {
        let (model, report) = BgNbd::fit(&drawn_bg_nbd(&truth, customers).histories(), None).unwrap();
        let fitted = FittedPurchases { purchases: PurchaseModel::BgNbd(model), report };
        let forecast = fitted.forecast(10.0, &customer).unwrap();
        let Estimate { value, interval } = forecast.expected_purchases;
        assert!(interval.low < value && value < interval.high);
        let Estimate { value, interval } = forecast.probability_alive;
        assert!(0.0 < interval.low && interval.low < value && value < interval.high && interval.high < 1.0);
        interval.high - interval.low
    };
    let (few, many) = (width(1_000), width(16_000));
    assert!((few / many / 4.0 - 1.0).abs() < 0.3, "{few} {many}");
}
