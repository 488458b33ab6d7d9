//! Sets of messages with the intent of each, as people published them.

use std::error::Error;
use std::fs;
use std::path::Path;

/// A message and what it is about.
pub struct Line {
    /// The message.
    pub text: String,
    /// Its intent.
    pub intent: String,
}

/// A set of messages.
pub struct Set {
    /// Its name.
    pub name: &'static str,
    /// Messages with a known intent.
    pub lines: Vec<Line>,
    /// Messages about nothing in particular.
    pub chat: Vec<String>,
}

/// Every set that the folder holds; one that is missing is left out.
pub fn all(data: &Path) -> Result<Vec<Set>, Box<dyn Error>> {
    let mut sets = Vec::new();
    let csv = |path: &str| data.join(path);
    let banking = csv("banking77/train.csv");
    if banking.exists() {
        sets.push(Set { name: "banking77", lines: table(&banking, 0, 1)?, chat: Vec::new() });
    }
    let clinc = csv("clinc150/data_full_train_val.json");
    if clinc.exists() {
        sets.push(clinc150(&clinc)?);
    }
    let curekart = csv("hint3/v1/train/curekart_train.csv");
    if curekart.exists() {
        let chat = table(&csv("hint3/v1/test/curekart_test.csv"), 0, 1)?;
        let chat = chat
            .into_iter()
            .filter(|line| line.intent == "NO_NODES_DETECTED")
            .map(|line| line.text)
            .collect();
        sets.push(Set { name: "curekart", lines: table(&curekart, 0, 1)?, chat });
    }
    let arabic = csv("arbanking77/Banking77_Arabized_MSA_test.csv");
    if arabic.exists() {
        let mut lines = table(&arabic, 1, 0)?;
        lines.extend(table(&csv("arbanking77/Banking77_Arabized_MSA_PAL_val.csv"), 1, 0)?);
        sets.push(Set { name: "arbanking77", lines, chat: Vec::new() });
    }
    Ok(sets)
}

fn clinc150(path: &Path) -> Result<Set, Box<dyn Error>> {
    let parts: serde_json::Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let read = |part: &str| -> Vec<Line> {
        let rows = parts.get(part).and_then(serde_json::Value::as_array).into_iter().flatten();
        rows.filter_map(|row| {
            Some(Line { text: row.get(0)?.as_str()?.into(), intent: row.get(1)?.as_str()?.into() })
        })
        .collect()
    };
    let chat = read("oos_train").into_iter().chain(read("oos_val")).map(|line| line.text).collect();
    Ok(Set { name: "clinc150", lines: read("train"), chat })
}

/// Two columns of a CSV file with a header.
fn table(path: &Path, text: usize, intent: usize) -> Result<Vec<Line>, Box<dyn Error>> {
    let content = fs::read_to_string(path)?;
    let rows = records(&content);
    Ok(rows
        .into_iter()
        .skip(1)
        .filter_map(|row| Some(Line { text: row.get(text)?.clone(), intent: row.get(intent)?.clone() }))
        .collect())
}

/// Records of RFC 4180.
fn records(content: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = content.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}
