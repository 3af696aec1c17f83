//! Opening a PostgreSQL connection that means what it says.

use diesel::{pg::PgConnection, prelude::*, sql_types::Text};

use crate::{db::Db, error::StoreError};

/// What every connection is told. A lock that is not had in ten seconds is a fault to report, not
/// one to wait for.
const SETUP: &str = "SET TIME ZONE 'UTC'; SET synchronous_commit = on; \
     SET default_transaction_isolation = 'read committed'; SET lock_timeout = '10s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = warning";

/// Opens one connection.
pub(crate) fn open(url: &str) -> Result<Db, StoreError> {
    let connection = PgConnection::establish(url).map_err(|error| {
        // The library says it on several lines.
        let says = error.to_string();
        let lines: Vec<&str> = says.split_whitespace().collect();
        StoreError::Open(format!("PostgreSQL cannot be reached: {}", lines.join(" ")))
    })?;
    let mut db = Db::Pg(connection);
    db.run(SETUP)?;
    Ok(db)
}

/// Refuses a server that forgets.
pub(crate) fn check_durable(db: &mut Db) -> Result<(), StoreError> {
    for setting in ["fsync", "full_page_writes"] {
        let value: String =
            diesel::select(diesel::dsl::sql::<Text>(&format!("current_setting('{setting}')"))).get_result(db)?;
        if value != "on" {
            return Err(StoreError::Open(format!(
                "this PostgreSQL server has `{setting} = {value}`: it would lose what it has acknowledged. Set it to `on`."
            )));
        }
    }
    Ok(())
}
