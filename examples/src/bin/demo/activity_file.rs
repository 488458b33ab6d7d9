//! Reading the caller's message file: any CSV with a column of words.

use std::error::Error;
use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use scrm_core::import::ImportConfig;
use scrm_core::import::csv::{CsvOptions, RecordReader};

use super::sample;

/// One line of the file.
pub(crate) struct Line {
    pub(crate) at: DateTime<Utc>,
    /// As the file has it; `None` where it has no such column.
    pub(crate) sender: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) text: String,
}

const TEXT: &[&str] = &[
    "text",
    "message",
    "sentence",
    "body",
    "content",
    "utterance",
    "сообщение",
    "текст",
    "رسالة",
    "نص",
    "संदेश",
    "消息",
    "訊息",
    "内容",
    "內容",
];
const SENDER: &[&str] =
    &["from", "phone", "sender", "wa_id", "customer", "телефон", "هاتف", "फोन", "电话", "電話", "手机"];
const TIME: &[&str] =
    &["time", "date", "at", "timestamp", "sent_at", "время", "дата", "التاريخ", "समय", "时间", "時間"];
const NAME: &[&str] = &["name", "display_name", "имя", "الاسم", "नाम", "姓名"];

/// A time as exports of chats and shops write it; without an offset it is taken as UTC.
fn read_time(written: &str) -> Option<DateTime<Utc>> {
    let written = written.trim();
    let with_offset = DateTime::parse_from_rfc3339(written).map(|at| at.to_utc()).ok();
    with_offset.or_else(|| {
        ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%d.%m.%Y %H:%M"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(written, format).ok())
            .map(|local| local.and_utc())
    })
}

/// Reads the file; lines without a time are spread over the month before `now`, in their order.
pub(crate) fn read(path: &Path, now: DateTime<Utc>) -> Result<Vec<Line>, Box<dyn Error>> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut reader = RecordReader::new(&CsvOptions::default(), &ImportConfig::standard().limits)?;
    reader.feed(&bytes)?;
    reader.finish()?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    while let Some(record) = reader.next_record()? {
        if record.problem.is_none() {
            rows.push(record.cells().map(str::to_owned).collect());
        }
    }
    let mut rows = rows.into_iter();
    let header = rows.next().ok_or_else(|| format!("{}: the file is empty", path.display()))?;
    let column =
        |names: &[&str]| header.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()));
    let text = column(TEXT).ok_or_else(|| {
        format!("{}: no column of words; name one `text`, `message` or `sentence`", path.display())
    })?;
    let (sender, time, name) = (column(SENDER), column(TIME), column(NAME));
    let rows: Vec<Vec<String>> =
        rows.filter(|row| row.get(text).is_some_and(|t| !t.trim().is_empty())).collect();
    let count = rows.len() as i64;
    let month = TimeDelta::days(i64::from(sample::DAYS)).num_seconds();
    Ok(rows
        .into_iter()
        .zip(0_i64..)
        .map(|(mut row, position)| {
            let spread = now - TimeDelta::seconds(month - month * position / count.max(1));
            let cell = |column: Option<usize>| {
                column.and_then(|column| row.get(column)).filter(|c| !c.trim().is_empty()).cloned()
            };
            let at = cell(time).and_then(|written| read_time(&written)).unwrap_or(spread);
            let (sender, name) = (cell(sender), cell(name));
            let text = row.get_mut(text).map(std::mem::take).unwrap_or_default();
            Line { at, sender, name, text }
        })
        .collect())
}
