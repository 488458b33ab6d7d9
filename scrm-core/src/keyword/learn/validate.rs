//! What a wrong answer has to cost for the wanted precision, and how precise each rule is: by cross-validation.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::corpus::Corpus;
use super::pairs::candidates;
use super::solve::{Ground, Rule, Solver};
use super::units::{Lexicon, Line};
use super::{LabelledMessage, LearnOptions, LearnedPhrase, LearnedRule, LearnedRules};
use crate::foundation::RuleId;
use crate::foundation::interval::wilson;
use crate::keyword::{KeywordTerm, MatchMode};

/// Into so many parts the messages are cut; each is answered by what the others taught.
const FOLDS: u64 = 4;
/// What a wrong answer costs at first, as a share of what would make an answer worthless that is right as often as is
/// wanted: most answers are right more often than the worst one that is still given.
const FIRST_COST: f64 = 0.25;
/// The first cost is between these, where a right answer is worth 1.
const COSTS: (f64, f64) = (0.25, 16.0);
/// Further costs are tried in steps of this ratio.
const COST_RATIO: f64 = 1.2;
/// Most steps.
const COST_STEPS: i32 = 8;
/// With fewer answers in cross-validation precision is not known, and the cost stays the first one.
const FEWEST_ANSWERS: u32 = 20;
/// How often the interval of a rule's precision covers it.
const CONFIDENCE: f64 = 0.95;

/// How many answers each rule gave, and how many of them were right.
type Answers = Vec<(u32, u32)>;

/// FNV-1a: in which order the messages of a label are dealt out, whatever the others are.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Which part each message belongs to. The messages of a label are dealt out evenly (stratified, Kohavi 1995): by chance, most
/// of the few that some labels have would come to lie in one part, and the others would teach too little about it. The same
/// text belongs to one part, whatever its labels.
fn deal(lines: &[Line], labels: &[Option<u32>]) -> Vec<u64> {
    let mut texts: BTreeMap<&str, Option<u32>> = BTreeMap::new();
    for (line, label) in lines.iter().zip(labels) {
        let first = texts.entry(&line.folded).or_insert(*label);
        *first = (*first).min(*label);
    }
    let mut order: Vec<_> = texts.iter().map(|(text, label)| (*label, hash(text), *text)).collect();
    order.sort_unstable();
    let parts: FxHashMap<&str, u64> =
        order.into_iter().zip((0..FOLDS).cycle()).map(|((_, _, text), part)| (text, part)).collect();
    lines.iter().map(|line| parts.get(line.folded.as_str()).copied().unwrap_or_default()).collect()
}

/// Rules that each were learned without one part of the messages.
struct Folds<'g> {
    ground: &'g Ground,
    solvers: Vec<Solver<'g>>,
}

impl<'g> Folds<'g> {
    fn new(ground: &'g Ground, folds: &[u64], terms: usize, cost: f64) -> Self {
        let without = |fold| folds.iter().map(|other| *other != fold).collect();
        let solvers = (0..FOLDS).map(|fold| Solver::solve(ground, without(fold), terms, cost)).collect();
        Self { ground, solvers }
    }

    /// Answers to the messages that were not learned from.
    fn answers(&self) -> Answers {
        let mut answers: Answers = vec![(0, 0); self.ground.corpus.label_count];
        for solver in &self.solvers {
            for line in (0..self.ground.corpus.labels.len() as u32).filter(|line| !solver.is_learned(*line)) {
                let answer = solver.answer(line);
                if let Some((fired, right)) = answer.and_then(|answer| answers.get_mut(answer as usize)) {
                    *fired += 1;
                    *right += u32::from(answer == self.ground.corpus.label(line));
                }
            }
        }
        answers
    }

    fn change_cost(&mut self, cost: f64) {
        self.solvers.iter_mut().for_each(|solver| solver.change_cost(cost));
    }
}

fn total(answers: &Answers) -> (u32, u32) {
    answers.iter().fold((0, 0), |(fired, right), one| (fired + one.0, right + one.1))
}

/// The costs that lead from the first one to the least that reaches the wanted precision, or to the highest where none
/// does, with the answers that the last one gives.
fn choose_costs(ground: &Ground, folds: &[u64], options: &LearnOptions) -> (Vec<f64>, Answers) {
    let odds = options.precision / (1.0 - options.precision).max(f64::EPSILON);
    let first = if odds.is_finite() { (odds * FIRST_COST).clamp(COSTS.0, COSTS.1) } else { 1.0 };
    let mut folds = Folds::new(ground, folds, options.terms, first);
    let (mut costs, mut answers) = (vec![first], folds.answers());
    for step in 1..=COST_STEPS {
        let (fired, right) = total(&answers);
        if fired < FEWEST_ANSWERS || f64::from(right) >= options.precision * f64::from(fired) {
            break;
        }
        let cost = first * COST_RATIO.powi(step);
        folds.change_cost(cost);
        costs.push(cost);
        answers = folds.answers();
    }
    (costs, answers)
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
    let label_of: Vec<Option<u32>> = messages.iter().map(label_of).collect();
    let folds = deal(&lines, &label_of);
    let corpus = Corpus::new(&lines, label_of, labels.len(), options.language);
    drop(lines);
    let candidates = candidates(&corpus, options.within);
    let ground = Ground::new(corpus, candidates);
    let (costs, answers) = choose_costs(&ground, &folds, options);
    let first = costs.first().copied().unwrap_or(1.0);
    // Along the same way that led cross-validation to this cost, so that its figures speak of these rules.
    let mut solver = Solver::solve(&ground, vec![true; messages.len()], options.terms, first);
    costs.iter().skip(1).for_each(|cost| solver.change_cost(*cost));
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
    let id = |rule: &LearnedRule| RuleId::new(format!("learned.{}", rule.label));
    let keywords = rules.iter().map(|rule| rule.keyword_rule(id(rule), options.language)).collect();
    let messages = messages.len() as u32;
    LearnedRules { rules, keywords, unlearned, messages, fired, right, language: options.language }
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
    let surface = |gram: u32| ground.corpus.gram(gram).map(|gram| gram.surface.clone()).unwrap_or_default();
    let candidates = ground.candidates.get(number as usize).map(Vec::as_slice).unwrap_or_default();
    let phrases = rule.terms.iter().filter_map(|term| candidates.get(*term)).map(|candidate| {
        let gram = ground.corpus.gram(candidate.term.phrase);
        let inside = gram.is_some_and(|gram| gram.part || gram.unspaced);
        let right = candidate.lines.iter().filter(|line| ground.corpus.label(**line) == Some(number));
        LearnedPhrase {
            term: KeywordTerm {
                mode: Some(if inside { MatchMode::Substring } else { MatchMode::Stem }),
                near: candidate.term.near.map(surface).into_iter().collect(),
                within,
                ..KeywordTerm::new(surface(candidate.term.phrase))
            },
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
        interval: wilson(f64::from(right), f64::from(fired), CONFIDENCE),
    }
}

#[cfg(test)]
mod tests {
    use super::{FOLDS, Lexicon, Line, deal};

    fn lines(texts: &[String]) -> Vec<Line> {
        let mut lexicon = Lexicon::default();
        texts.iter().map(|text| lexicon.learn(text, None)).collect()
    }

    #[test]
    fn every_part_has_as_many_messages_of_each_label() {
        let texts: Vec<String> = (0..160).map(|number| format!("message {number}")).collect();
        let labels: Vec<Option<u32>> =
            (0..160).map(|number| (number % 10 > 0).then_some(number % 10)).collect();
        let parts = deal(&lines(&texts), &labels);
        for label in (0..10).map(|label| (label > 0).then_some(label)) {
            for part in 0..FOLDS {
                let here = parts.iter().zip(&labels).filter(|one| *one == (&part, &label)).count();
                assert_eq!(here, 4, "{label:?} in {part}");
            }
        }
    }

    #[test]
    fn the_same_text_belongs_to_one_part() {
        let texts: Vec<String> = (0..60).map(|number| format!("Message {}", number % 15)).collect();
        let labels: Vec<Option<u32>> = (0..60).map(|number| (number % 4 > 0).then_some(number % 4)).collect();
        let parts = deal(&lines(&texts), &labels);
        assert!(parts.chunks(15).all(|chunk| chunk == &parts[..15]));
        assert_eq!((0..FOLDS).filter(|part| parts.contains(part)).count(), FOLDS as usize);
    }
}
