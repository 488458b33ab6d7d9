//! Labelled messages, read into a part to learn from and a part to judge by.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use scrm_benches::{csv_rows, hash};
use scrm_core::foundation::text::{StemLanguage, fold};
use serde_json::Value;

/// A message and what it is about; nothing where it is about nothing that is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Labelled {
    pub(crate) text: String,
    pub(crate) label: Option<String>,
}

/// A set of messages.
#[derive(Clone, Debug)]
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) train: Vec<Labelled>,
    pub(crate) test: Vec<Labelled>,
    /// The language of its words in Latin letters, where the set says it and it has stems.
    pub(crate) language: Option<StemLanguage>,
}

/// Which messages are held out where a set has no part of its own for that: a fifth, by the hash of the folded text.
fn held_out(text: &str) -> bool {
    hash(&fold(text)).is_multiple_of(5)
}

fn split(name: &str, all: Vec<Labelled>) -> Set {
    let (test, train) = all.into_iter().partition(|message| held_out(&message.text));
    Set { name: name.to_owned(), train, test, language: None }
}

/// The language whose code this is, if words of it have stems.
fn stem_language(code: &str) -> Option<StemLanguage> {
    serde_json::from_value(Value::from(code)).ok()
}

/// The rows of a CSV file, without its header.
fn rows(path: &Path) -> Result<impl Iterator<Item = Vec<String>>, Box<dyn Error>> {
    let rows = csv_rows(path)?.ok_or_else(|| format!("{} is absent", path.display()))?;
    Ok(rows.into_iter().skip(1))
}

fn table(path: &Path, text: usize, label: usize) -> Result<Vec<Labelled>, Box<dyn Error>> {
    let labelled = |row: Vec<String>| {
        let label = row.get(label)?.trim().to_owned();
        let known = label != "NO_NODES_DETECTED";
        Some(Labelled { text: row.get(text)?.clone(), label: known.then_some(label) })
    };
    Ok(rows(path)?.filter_map(labelled).collect())
}

fn clinc(path: &Path) -> Result<Set, Box<dyn Error>> {
    let document: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let part = |names: [&str; 2]| -> Vec<Labelled> {
        let entries = names.iter().filter_map(|name| document.get(name)?.as_array()).flatten();
        entries
            .filter_map(|entry| {
                let label = entry.get(1)?.as_str()?;
                let label = (label != "oos").then(|| label.to_owned());
                Some(Labelled { text: entry.get(0)?.as_str()?.to_owned(), label })
            })
            .collect()
    };
    Ok(Set {
        name: "clinc150".to_owned(),
        train: part(["train", "oos_train"]),
        test: part(["val", "oos_val"]),
        language: None,
    })
}

fn nlpjs(path: &Path, language: &str) -> Result<Set, Box<dyn Error>> {
    let document: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let part = |key: &str| -> Vec<Labelled> {
        let intents = document.get("data").and_then(Value::as_array).into_iter().flatten();
        intents
            .flat_map(|intent| {
                let label = intent.get("intent").and_then(Value::as_str).map(str::to_owned);
                let texts = intent.get(key).and_then(Value::as_array).into_iter().flatten();
                let texts: Vec<&str> = texts.filter_map(Value::as_str).collect();
                texts.into_iter().map(move |text| Labelled { text: text.to_owned(), label: label.clone() })
            })
            .collect()
    };
    Ok(Set {
        name: format!("nlpjs {language}"),
        train: part("utterances"),
        test: part("tests"),
        language: stem_language(language),
    })
}

fn hinglish(path: &Path) -> Result<Set, Box<dyn Error>> {
    let content = fs::read_to_string(path)?;
    let all = content.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let (text, parse) = (cells.nth(1)?, cells.nth(1)?);
        let label = parse.strip_prefix("[IN:")?.split_whitespace().next()?;
        Some(Labelled { text: text.to_owned(), label: Some(label.to_owned()) })
    });
    Ok(split("hinglish_top", all.collect()))
}

fn home_assistant(path: &Path) -> Result<Vec<Set>, Box<dyn Error>> {
    let mut languages: BTreeMap<String, Vec<Labelled>> = BTreeMap::new();
    for row in rows(path)? {
        if let [language, label, text] = row.as_slice() {
            let message = Labelled { text: text.clone(), label: Some(label.clone()) };
            languages.entry(language.clone()).or_default().push(message);
        }
    }
    let enough = languages.into_iter().filter(|(_, messages)| messages.len() >= 120);
    let set = |(language, messages): (String, Vec<Labelled>)| Set {
        language: stem_language(&language),
        ..split(&format!("ha_intents {language}"), messages)
    };
    Ok(enough.map(set).collect())
}

/// The sets that are there; says which are not.
pub(crate) fn all(data: &Path) -> Result<Vec<Set>, Box<dyn Error>> {
    let mut sets = Vec::new();
    let mut add =
        |name: &str, sources: &[&str], read: &dyn Fn(&[PathBuf]) -> Read| -> Result<(), Box<dyn Error>> {
            let files: Vec<PathBuf> = sources.iter().map(|source| data.join(source)).collect();
            if files.iter().all(|file| file.exists()) {
                sets.extend(read(&files)?);
            } else {
                println!("{name}: skipped: no data");
            }
            Ok(())
        };
    add("banking77", &["banking77/train.csv"], &|files| {
        of(files, |[train]| Ok(vec![split("banking77", table(train, 0, 1)?)]))
    })?;
    add("clinc150", &["clinc150/data_full_train_val.json"], &|files| {
        of(files, |[document]| Ok(vec![clinc(document)?]))
    })?;
    for version in ["v1", "v2"] {
        let name = format!("hint3 curekart {version}");
        let folder = format!("hint3/{version}");
        let sources =
            [format!("{folder}/train/curekart_train.csv"), format!("{folder}/test/curekart_test.csv")];
        add(&name, &sources.each_ref().map(String::as_str), &|files| {
            of(files, |[train, test]| {
                let (train, test) = (table(train, 0, 1)?, table(test, 0, 1)?);
                Ok(vec![Set { name: name.clone(), train, test, language: None }])
            })
        })?;
    }
    let arabic =
        ["arbanking77/Banking77_Arabized_MSA_PAL_val.csv", "arbanking77/Banking77_Arabized_MSA_test.csv"];
    add("arbanking77", &arabic, &|files| {
        of(files, |[train, test]| {
            let (train, test) = (table(train, 1, 0)?, table(test, 1, 0)?);
            let name = "arbanking77 val>test".to_owned();
            let whole = Set { name, train, test: test.clone(), language: None };
            Ok(vec![whole, split("arbanking77 test", test)])
        })
    })?;
    for language in ["en", "es", "fr", "he", "id", "it"] {
        let source = format!("nlpjs_corpora/corpus-{language}.json");
        add(&format!("nlpjs {language}"), &[&source], &|files| {
            of(files, |[document]| Ok(vec![nlpjs(document, language)?]))
        })?;
    }
    add("hinglish_top", &["hinglish_top/validation.tsv"], &|files| {
        of(files, |[lines]| Ok(vec![hinglish(lines)?]))
    })?;
    add("ha_intents", &["ha_intents/sentences.csv"], &|files| {
        of(files, |[sentences]| home_assistant(sentences))
    })?;
    Ok(sets)
}

type Read = Result<Vec<Set>, Box<dyn Error>>;

/// What so many files hold.
fn of<const COUNT: usize>(files: &[PathBuf], read: impl FnOnce([&PathBuf; COUNT]) -> Read) -> Read {
    let files: Vec<&PathBuf> = files.iter().collect();
    read(files.try_into().map_err(|_| "another number of files")?)
}

/// How good answers are. Shares are 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// Of the messages that have a label, how many were answered.
    pub(crate) coverage: f64,
    /// Of the messages that have a label and were answered, how many rightly.
    pub(crate) precision: f64,
    /// Of the messages without a label, how many were not answered; nothing where every message has one.
    pub(crate) outside: Option<f64>,
    /// Matthews' correlation coefficient over all messages, no answer and no label being one more class (Gorodkin 2004,
    /// as scikit-learn computes it).
    pub(crate) mcc: f64,
}

/// Compares answers with labels.
pub(crate) fn judge(labels: &[Option<String>], answers: &[Option<String>]) -> Figures {
    let count = |test: &dyn Fn(&Option<String>, &Option<String>) -> bool| {
        labels.iter().zip(answers).filter(|(label, answer)| test(label, answer)).count() as f64
    };
    let inside = count(&|label, _| label.is_some());
    let answered = count(&|label, answer| label.is_some() && answer.is_some());
    let right = count(&|label, answer| label.is_some() && label == answer);
    let outside = count(&|label, _| label.is_none());
    let silent = count(&|label, answer| label.is_none() && answer.is_none());
    let all = labels.len() as f64;
    let classes: BTreeSet<&Option<String>> = labels.iter().chain(answers).collect();
    let (mut product, mut predicted, mut known) = (0.0, 0.0, 0.0);
    for class in classes {
        let truly = count(&|label, _| label == class);
        let said = count(&|_, answer| answer == class);
        product += truly * said;
        predicted += said * said;
        known += truly * truly;
    }
    let agree = count(&|label, answer| label == answer);
    let spread = ((all * all - predicted) * (all * all - known)).sqrt();
    Figures {
        coverage: answered / inside.max(1.0),
        precision: right / answered.max(1.0),
        outside: (outside > 0.0).then(|| silent / outside),
        mcc: if spread > 0.0 { (agree * all - product) / spread } else { 0.0 },
    }
}
