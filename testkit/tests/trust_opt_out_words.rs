//! A hundred thousand ways to write the words that stop messages.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use scrm_core::foundation::text::Folded;
use scrm_core::trust::{OptOutKind, OptOutWords, TrustConfig};
use scrm_testkit::disguised_opt_outs;

const SEED: u64 = 20_260_105;
const VARIANTS: usize = 100_000;

#[test]
fn trust_a5_words_are_recognised_in_every_disguise() {
    println!("seed {SEED}");
    let config = TrustConfig::standard();
    let words = OptOutWords::new(&config).unwrap();
    let is_stop = |message: &String| {
        words.recognise(&Folded::new(message)).is_some_and(|hit| hit.kind == OptOutKind::Stop)
    };
    let messages = disguised_opt_outs(&config, SEED).take(VARIANTS);
    let missed: Vec<String> = messages.filter(|message| !is_stop(message)).collect();
    assert!(missed.is_empty(), "{} of {VARIANTS} missed: {:?}", missed.len(), &missed[..missed.len().min(5)]);
}
