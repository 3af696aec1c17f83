//! Where a text stands, in every table there is: to find what is left of a person, and to take their name out of what
//! was sent to others.

use diesel::{
    QueryableByName, RunQueryDsl as _, sql_query,
    sql_types::{BigInt, Text},
};

use crate::{db::Db, error::StoreError};

/// What may be written over: no hash is made of it. Everything else stays, and is told of.
const WRITTEN_OVER: [(&str, &str); 15] = [
    ("outbox", "payload"),
    ("outbox", "last_error"),
    ("delivery", "detail"),
    ("incident", "what"),
    ("incident", "detail"),
    ("incident_reason", "because"),
    ("waiting_change", "body"),
    ("recording", "title"),
    ("recording", "reason"),
    ("recording", "because"),
    ("delegation", "reason"),
    ("appointment", "reason"),
    ("api_answer", "answer"),
    ("organisation_file", "name"),
    ("running_file", "name"),
];

/// Where a text was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// In how many rows.
    pub rows: i64,
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = Text)]
    in_table: String,
    #[diesel(sql_type = Text)]
    in_column: String,
    #[diesel(sql_type = Text)]
    of_type: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

/// Every place where a text stands, in text or in bytes. Looks at everything: for what is asked now and then.
///
/// # Errors
/// The database's.
pub fn of(db: &mut Db, text: &str) -> Result<Vec<Mention>, StoreError> {
    let mut out = Vec::new();
    for place in places(db)? {
        let rows = count(db, &place, text)?;
        if rows > 0 {
            out.push(Mention {
                table: place.in_table,
                column: place.in_column,
                rows,
            });
        }
    }
    Ok(out)
}

/// Puts other words in place of a text wherever that may be done, and takes the letters away that were made of it.
/// Gives how many rows were changed. What is still on its way is left.
///
/// # Errors
/// The database's.
pub fn take_out(db: &mut Db, text: &str, instead: &str) -> Result<usize, StoreError> {
    // The bytes of a letter are encoded, so they are told by what they were made of.
    let mut changed = forget_rendered(db, text)?;
    for (table, column) in WRITTEN_OVER {
        let sent = match table {
            "outbox" => " AND done_at IS NOT NULL",
            _ => "",
        };
        let head = format!("UPDATE {table} SET {column} = replace({column}, ");
        changed += match db {
            Db::Sqlite(c) => sql_query(format!("{head}?, ?) WHERE instr({column}, ?) > 0{sent}"))
                .bind::<Text, _>(text)
                .bind::<Text, _>(instead)
                .bind::<Text, _>(text)
                .execute(c)?,
            Db::Pg(c) => sql_query(format!("{head}$1, $2) WHERE position($3 in {column}) > 0{sent}"))
                .bind::<Text, _>(text)
                .bind::<Text, _>(instead)
                .bind::<Text, _>(text)
                .execute(c)?,
        };
    }
    Ok(changed)
}

/// How many rows of the outbox speak of a text and are still on their way, but for one.
///
/// # Errors
/// The database's.
pub fn on_their_way(db: &mut Db, text: &str, but: &str) -> Result<i64, StoreError> {
    const HEAD: &str = "SELECT count(*) AS rows FROM outbox WHERE done_at IS NULL AND ";
    let found: Count = match db {
        Db::Sqlite(c) => sql_query(format!("{HEAD}key <> ? AND instr(payload, ?) > 0"))
            .bind::<Text, _>(but)
            .bind::<Text, _>(text)
            .get_result(c)?,
        Db::Pg(c) => sql_query(format!("{HEAD}key <> $1 AND position($2 in payload) > 0"))
            .bind::<Text, _>(but)
            .bind::<Text, _>(text)
            .get_result(c)?,
    };
    Ok(found.rows)
}

fn forget_rendered(db: &mut Db, text: &str) -> Result<usize, StoreError> {
    const HEAD: &str = "UPDATE outbox SET rendered = NULL WHERE done_at IS NOT NULL AND rendered IS NOT NULL AND ";
    Ok(match db {
        Db::Sqlite(c) => sql_query(format!("{HEAD}instr(payload, ?) > 0"))
            .bind::<Text, _>(text)
            .execute(c)?,
        Db::Pg(c) => sql_query(format!("{HEAD}position($1 in payload) > 0"))
            .bind::<Text, _>(text)
            .execute(c)?,
    })
}

fn places(db: &mut Db) -> Result<Vec<Place>, StoreError> {
    const SQLITE: &str = "SELECT t.name AS in_table, c.name AS in_column, c.type AS of_type \
        FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
        WHERE t.type = 'table' AND c.type IN ('TEXT', 'BLOB') ORDER BY 1, 2";
    const POSTGRESQL: &str = "SELECT table_name::text AS in_table, column_name::text AS in_column, \
        CASE data_type WHEN 'bytea' THEN 'BLOB' ELSE 'TEXT' END AS of_type \
        FROM information_schema.columns WHERE table_schema = current_schema() \
        AND data_type IN ('text', 'character varying', 'bytea') ORDER BY 1, 2";
    Ok(match db {
        Db::Sqlite(c) => sql_query(SQLITE).load(c)?,
        Db::Pg(c) => sql_query(POSTGRESQL).load(c)?,
    })
}

fn count(db: &mut Db, place: &Place, text: &str) -> Result<i64, StoreError> {
    let Place {
        in_table,
        in_column,
        of_type,
    } = place;
    let head = format!("SELECT count(*) AS rows FROM \"{in_table}\" WHERE ");
    let found: Count = match db {
        Db::Sqlite(c) => sql_query(format!("{head}instr(CAST(\"{in_column}\" AS TEXT), ?) > 0"))
            .bind::<Text, _>(text)
            .get_result(c)?,
        Db::Pg(c) if of_type == "BLOB" => {
            sql_query(format!("{head}position(convert_to($1, 'UTF8') in \"{in_column}\") > 0"))
                .bind::<Text, _>(text)
                .get_result(c)?
        }
        Db::Pg(c) => sql_query(format!("{head}position($1 in \"{in_column}\") > 0"))
            .bind::<Text, _>(text)
            .get_result(c)?,
    };
    Ok(found.rows)
}
