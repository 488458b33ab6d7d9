//! What a wrong answer has to cost for the wanted precision, and how precise each rule is: by cross-validation.

use super::corpus::Corpus;
use super::pairs::candidates;
use super::select::{Inverted, at};
use super::solve::{Ground, Rule, Solver};
use super::units::{Lexicon, Line};
use super::{LabelledMessage, LearnOptions, LearnedMode, LearnedPhrase, LearnedRule, LearnedRules};

/// Into so many parts the messages are cut; each is answered by what the others taught.
const FOLDS: u64 = 4;
/// What a wrong answer may cost, where a right one is worth 1.
const COSTS: [f64; 7] = [0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0];
/// Where cross-validation begins to look among the costs.
const FIRST: usize = 3;
/// With fewer answers in cross-validation nothing is said about precision, and the cost is the first one.
const FEWEST_ANSWERS: u32 = 20;
/// The normal deviate of a 95 % interval.
const DEVIATE: f64 = 1.959_963_985;

/// How many answers each rule gave, and how many of them were right.
type Answers = Vec<(u32, u32)>;

/// FNV-1a: which part a message belongs to. The same text belongs to one part, whatever its labels.
fn fold_of(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) % FOLDS
}

/// Answers of rules to messages that they were not learned from.
fn cross_validate(ground: &Ground, folds: &[u64], terms: usize, cost: f64) -> Answers {
    let mut answers: Answers = vec![(0, 0); ground.corpus.label_count];
    for fold in 0..FOLDS {
        let learned: Vec<bool> = folds.iter().map(|other| *other != fold).collect();
        let solver = Solver::solve(ground, &learned, terms, cost);
        for (line, label) in ground.corpus.labels.iter().enumerate() {
            if at(&learned, line) {
                continue;
            }
            let answer = solver.answer(line);
            if let Some((fired, right)) = answer.and_then(|answer| answers.get_mut(answer as usize)) {
                *fired += 1;
                *right += u32::from(answer == *label);
            }
        }
    }
    answers
}

fn total(answers: &Answers) -> (u32, u32) {
    answers.iter().fold((0, 0), |(fired, right), one| (fired + one.0, right + one.1))
}

/// The least cost that reaches the wanted precision, with the answers that it gives; the highest where none does.
fn choose_cost(ground: &Ground, folds: &[u64], options: &LearnOptions) -> (f64, Answers) {
    let try_cost = |place: usize| {
        let cost = COSTS.get(place).copied().unwrap_or(1.0);
        (cost, cross_validate(ground, folds, options.terms, cost))
    };
    let precise = |answers: &Answers| {
        let (fired, right) = total(answers);
        f64::from(right) >= options.precision * f64::from(fired)
    };
    let mut best = try_cost(FIRST);
    if total(&best.1).0 < FEWEST_ANSWERS {
        return best;
    }
    let mut place = FIRST;
    if precise(&best.1) {
        while place > 0 {
            place -= 1;
            let next = try_cost(place);
            if !precise(&next.1) {
                break;
            }
            best = next;
        }
    } else {
        while place + 1 < COSTS.len() && !precise(&best.1) {
            place += 1;
            best = try_cost(place);
        }
    }
    best
}

/// Wilson's 95 % interval for a share.
fn wilson(right: u32, fired: u32) -> (f64, f64) {
    if fired == 0 {
        return (0.0, 1.0);
    }
    let (trials, square) = (f64::from(fired), DEVIATE * DEVIATE);
    let share = f64::from(right) / trials;
    let centre = share + square / (2.0 * trials);
    let half = DEVIATE * (share * (1.0 - share) / trials + square / (4.0 * trials * trials)).sqrt();
    let scale = 1.0 + square / trials;
    (((centre - half) / scale).clamp(0.0, share), ((centre + half) / scale).clamp(share, 1.0))
}

/// Learns from messages in order.
pub(super) fn learn(
    messages: &[LabelledMessage<'_>],
    labels: &[&str],
    options: &LearnOptions,
) -> LearnedRules {
    let mut lexicon = Lexicon::default();
    let lines: Vec<Line> =
        messages.iter().map(|message| lexicon.learn(message.text, options.language)).collect();
    let label_of = |message: &LabelledMessage<'_>| {
        let place = message.label.and_then(|label| labels.binary_search(&label).ok());
        place.map(|place| place as u32)
    };
    let folds: Vec<u64> = lines.iter().map(|line| fold_of(&line.folded)).collect();
    let corpus = Corpus::new(&lines, messages.iter().map(label_of).collect(), labels.len());
    drop(lines);
    let candidates = candidates(&corpus, options.within);
    let inverted = candidates.iter().map(|candidates| Inverted::new(candidates)).collect();
    let ground = Ground { corpus, candidates, inverted };
    let (cost, answers) = choose_cost(&ground, &folds, options);
    let learned = vec![true; messages.len()];
    let solver = Solver::solve(&ground, &learned, options.terms, cost);
    let (fired, right) = total(&answers);
    let mut rules = Vec::new();
    let mut unlearned = Vec::new();
    for (((rule, label), answers), number) in solver.rules.iter().zip(labels).zip(&answers).zip(0..) {
        if rule.terms.is_empty() {
            unlearned.push((*label).to_owned());
        } else {
            rules.push(write(&ground, rule, number, label, *answers, options.within));
        }
    }
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.priority));
    let messages = messages.len() as u32;
    LearnedRules { rules, unlearned, messages, fired, right, language: options.language }
}

/// A rule as people read it.
fn write(
    ground: &Ground,
    rule: &Rule,
    number: u32,
    label: &str,
    (fired, right): (u32, u32),
    within: u8,
) -> LearnedRule {
    let surface =
        |gram: u32| ground.corpus.gram(gram).map(|gram| gram.surface.clone()).unwrap_or_default();
    let candidates = ground.candidates.get(number as usize).map(Vec::as_slice).unwrap_or_default();
    let phrases = rule.terms.iter().filter_map(|term| candidates.get(*term)).map(|candidate| {
        let gram = ground.corpus.gram(candidate.term.phrase);
        let inside = gram.is_some_and(|gram| gram.part || gram.unspaced);
        let right = candidate.lines.iter().filter(|line| ground.corpus.label(**line) == Some(number));
        LearnedPhrase {
            text: surface(candidate.term.phrase),
            mode: if inside { LearnedMode::Substring } else { LearnedMode::Stem },
            near: candidate.term.near.map(surface).into_iter().collect(),
            within,
            fired: candidate.lines.len() as u32,
            right: right.count() as u32,
        }
    });
    LearnedRule {
        label: label.to_owned(),
        phrases: phrases.collect(),
        negative: rule.negatives.iter().map(|gram| surface(*gram)).collect(),
        priority: rule.rank as i32,
        fired,
        right,
        precision: if fired > 0 { f64::from(right) / f64::from(fired) } else { 0.0 },
        interval: wilson(right, fired),
    }
}
