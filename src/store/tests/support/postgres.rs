//! A PostgreSQL server for tests: the one that `TEST_DATABASE_URL` names, or one of our own.

#![allow(
    clippy::disallowed_methods,
    reason = "the tests are told by the environment which server to use"
)]
#![allow(dead_code, reason = "each suite uses its part")]

use std::{
    io::Write as _,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use accord_store::bench::Server;

/// A new, empty database; `None` where there is no server.
pub fn fresh_database() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "accord_test_{}_{}",
        std::process::id(),
        NUMBER.fetch_add(1, Ordering::Relaxed)
    );
    Some(server()?.make_database(&name).expect("a database of the tests' own"))
}

/// The server, started at first use.
pub fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            let found = find();
            if found.is_none() {
                let required = std::env::var("ACCORD_TEST_REQUIRE").is_ok_and(|what| what.contains("postgres"));
                assert!(!required, "ACCORD_TEST_REQUIRE asks for PostgreSQL and there is none");
                // Past the test harness's capture, so that nobody takes silence for success.
                let _ = writeln!(
                    std::io::stderr(),
                    "note: no PostgreSQL here (neither TEST_DATABASE_URL nor its programs): only SQLite is tested"
                );
            }
            found
        })
        .as_ref()
}

fn find() -> Option<Server> {
    match std::env::var("TEST_DATABASE_URL") {
        Ok(admin) => Some(Server::given(admin)),
        Err(_) => Server::start().expect("the PostgreSQL server for tests"),
    }
}
