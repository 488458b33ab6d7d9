//! How well a wish for no more messages is recognised, however it is written, and how often it is seen where it is not.

use std::error::Error;
use std::path::Path;

use scrm_core::foundation::text::Folded;
use scrm_core::trust::{OptOutKind, OptOutWords, TrustConfig};
use scrm_testkit::disguised_opt_outs;

use crate::{labelled, messages};

const SEED: u64 = 20_260_105;
const VARIANTS: usize = 100_000;

/// Measures the standard words of six languages.
pub(crate) fn measure(data: &Path) -> Result<(), Box<dyn Error>> {
    let config = TrustConfig::standard();
    let words = OptOutWords::new(&config)?;
    let stops = |message: &str| {
        words.recognise(&Folded::new(message)).is_some_and(|hit| hit.kind == OptOutKind::Stop)
    };
    let recognised =
        disguised_opt_outs(&config, SEED).take(VARIANTS).filter(|message| stops(message)).count();
    println!("opt-out words, disguised (seed {SEED}): {recognised} of {VARIANTS} recognised");
    let (mut read, mut stopped) = (0_usize, 0_usize);
    for set in messages::all(data)? {
        read += set.messages.len();
        stopped += set.messages.iter().filter(|message| stops(message)).count();
    }
    for set in labelled::all(data)? {
        let ordinary = set.train.iter().chain(&set.test).filter(|message| !asks_to_stop(message));
        for message in ordinary {
            read += 1;
            stopped += usize::from(stops(&message.text));
        }
    }
    println!("ordinary messages: {stopped} of {read} taken for an opt-out");
    Ok(())
}

/// Whether a message belongs to an intent by which people ask a machine to stop.
fn asks_to_stop(message: &labelled::Labelled) -> bool {
    let intents = ["cancel", "HassNevermind", "HassStopMoving", "newsletter_subscription"];
    message.label.as_deref().is_some_and(|label| intents.contains(&label))
}
