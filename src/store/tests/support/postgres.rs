//! A PostgreSQL server for tests: the one that `TEST_DATABASE_URL` names, or one of our own.
//!
//! Our own runs from a program found in `/usr/lib/postgresql`, as an unprivileged user (it refuses
//! root), in a temporary folder, on a socket there. It is a child of a shell that waits for this
//! process to end and then stops it, so that nothing stays behind however the tests end.

#![allow(
    clippy::disallowed_methods,
    reason = "the tests are told by the environment which server to use"
)]
#![allow(dead_code, reason = "each suite uses its part")]

use std::{
    io::Write as _,
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use diesel::{Connection as _, connection::SimpleConnection as _, pg::PgConnection};

/// A server that is up.
pub struct Server {
    /// Connects to its database `postgres`.
    admin: String,
    _keep: Option<ChildStdin>,
}

/// A new, empty database; `None` where there is no server.
pub fn fresh_database() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let server = server()?;
    let name = format!(
        "accord_test_{}_{}",
        std::process::id(),
        NUMBER.fetch_add(1, Ordering::Relaxed)
    );
    let mut admin = PgConnection::establish(&server.admin).expect("the PostgreSQL server for tests");
    admin
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .expect("a database of the tests' own");
    Some(server.database(&name))
}

impl Server {
    /// The address of one of its databases.
    pub fn database(&self, name: &str) -> String {
        let (start, options) = self.admin.split_once('?').unwrap_or((&self.admin, ""));
        let server = start.rsplit_once('/').map_or(start, |(server, _)| server);
        if options.is_empty() {
            format!("{server}/{name}")
        } else {
            format!("{server}/{name}?{options}")
        }
    }
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
                    "note: no PostgreSQL here (neither TEST_DATABASE_URL nor /usr/lib/postgresql): only SQLite is tested"
                );
            }
            found
        })
        .as_ref()
}

fn find() -> Option<Server> {
    if let Ok(admin) = std::env::var("TEST_DATABASE_URL") {
        return Some(Server { admin, _keep: None });
    }
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
        .collect();
    versions.sort();
    let bin = versions.pop()?;
    Some(start(&bin).unwrap_or_else(|error| panic!("PostgreSQL is at {} but does not start: {error}", bin.display())))
}

fn start(bin: &Path) -> Result<Server, String> {
    let said = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
    let home = tempfile::Builder::new()
        .prefix("accord-pg")
        .tempdir()
        .map_err(|error| said("a folder", &error))?
        .keep();
    let owner = unprivileged();
    if let Some((user, group)) = owner {
        chown(&home, Some(user), Some(group)).map_err(|error| said("the folder's owner", &error))?;
    }
    let run_as = |command: &mut Command| {
        if let Some((user, group)) = owner {
            command.uid(user).gid(group);
        }
        command.current_dir(&home);
    };
    let data = home.join("data");
    let mut initdb = Command::new(bin.join("initdb"));
    initdb
        .args([
            "--auth=trust",
            "--username=accord",
            "--encoding=UTF8",
            "--locale=C",
            "-D",
        ])
        .arg(&data);
    run_as(&mut initdb);
    let made = initdb.output().map_err(|error| said("initdb", &error))?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned());
    }

    // The shell reads its input until we are gone, stops the server and takes the folder away.
    let script = "\"$1\" -D \"$2/data\" -k \"$2\" -c listen_addresses= -c max_connections=300 >\"$2/log\" 2>&1 & \
                  server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf \"$2\"";
    let mut shell = Command::new("sh");
    shell
        .args(["-c", script, "accord-test-postgres"])
        .arg(bin.join("postgres"))
        .arg(&home)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    run_as(&mut shell);
    let mut child = shell.spawn().map_err(|error| said("the server", &error))?;
    let keep = child.stdin.take();

    let admin = format!("postgres://accord@localhost/postgres?host={}", home.display());
    let began = Instant::now();
    while let Err(error) = PgConnection::establish(&admin) {
        if began.elapsed() > Duration::from_secs(30) {
            return Err(said("the server does not answer", &error));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(Server { admin, _keep: keep })
}

/// Somebody who is not root, if we are.
fn unprivileged() -> Option<(u32, u32)> {
    let me = std::fs::metadata("/proc/self").ok()?;
    if std::os::unix::fs::MetadataExt::uid(&me) != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"].iter().find_map(|name| {
        let line = users.lines().find(|line| line.starts_with(&format!("{name}:")))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}
