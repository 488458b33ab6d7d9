//! The floor: the rows that a run left in a store's file, inserted once more by bare SQL.

use std::error::Error;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use scrm_sqlite::{SqliteOptions, SqliteStore};

/// One table with its rows, in the order in which they lie.
pub(crate) struct Table {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

/// Into what the rows go.
#[derive(Clone, Copy)]
pub(crate) enum Target<'t> {
    /// The store's own tables with their indexes: what deciding costs beside keeping.
    SameTables,
    /// These tables alone, each with one text key and a body: the least that SQLite can do.
    KeyAndBody(&'t [&'t str]),
}

/// Everything that a closed store's file holds, but for its search index.
pub(crate) fn read(file: &Path) -> Result<Vec<Table>, Box<dyn Error>> {
    let connection = Connection::open(file)?;
    let mut names = connection.prepare(
        "SELECT name FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%' ORDER BY rowid",
    )?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    names.into_iter().map(|name| read_table(&connection, name)).collect()
}

fn read_table(connection: &Connection, name: String) -> Result<Table, Box<dyn Error>> {
    let mut all = connection.prepare(&format!("SELECT * FROM {name}"))?;
    let columns: Vec<String> = all.column_names().map(str::to_owned).collect();
    let values = |row: &rusqlite::Row<'_>| (0..columns.len()).map(|column| row.get(column)).collect();
    let rows = all.query_map([], values)?.collect::<Result<_, _>>()?;
    Ok(Table { name, columns, rows })
}

/// Inserts all rows in so many durable transactions, each with its share of every table; gives the count.
pub(crate) fn insert(
    file: &Path,
    tables: &[Table],
    into: Target<'_>,
    transactions: usize,
) -> Result<usize, Box<dyn Error>> {
    if matches!(into, Target::SameTables) {
        SqliteStore::open(file, &SqliteOptions::default())?.close()?;
    }
    let mut connection = Connection::open(file)?;
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    let tables: Vec<(String, &Table, Vec<usize>)> = tables
        .iter()
        .filter_map(|table| match into {
            Target::SameTables => {
                let places = vec!["?"; table.columns.len()].join(", ");
                Some((format!("INSERT OR REPLACE INTO {} VALUES ({places})", table.name), table, Vec::new()))
            }
            Target::KeyAndBody(wanted) => wanted.contains(&table.name.as_str()).then(|| {
                let key = if table.name == "timers" { "key" } else { "id" };
                let chosen = [key, "body"].map(|name| table.columns.iter().position(|c| c == name));
                let chosen = chosen.into_iter().flatten().collect();
                (format!("INSERT INTO {} VALUES (?, ?)", table.name), table, chosen)
            }),
        })
        .collect();
    if matches!(into, Target::KeyAndBody(_)) {
        for (_, table, _) in &tables {
            connection
                .execute_batch(&format!("CREATE TABLE {} (id TEXT PRIMARY KEY, body TEXT)", table.name))?;
        }
    }
    let mut inserted = 0;
    for number in 0..transactions {
        let transaction = connection.transaction()?;
        for (sql, table, chosen) in &tables {
            let share = |number: usize| table.rows.len() * number / transactions;
            let mut statement = transaction.prepare_cached(sql)?;
            for row in table.rows.get(share(number)..share(number + 1)).unwrap_or_default() {
                if chosen.is_empty() {
                    statement.execute(params_from_iter(row))?;
                } else {
                    statement.execute(params_from_iter(chosen.iter().filter_map(|place| row.get(*place))))?;
                }
                inserted += 1;
            }
        }
        transaction.commit()?;
    }
    Ok(inserted)
}
