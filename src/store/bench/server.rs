//! A PostgreSQL server to throw away, for benches and tests on a machine that has the programs.
//!
//! It runs as an unprivileged user (it refuses root), in a temporary folder, on a socket there. It
//! is a child of a shell that reads from us until we are gone, stops the server and takes the folder
//! away, so that nothing stays behind however we end.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use diesel::{Connection as _, connection::SimpleConnection as _, pg::PgConnection};

use crate::error::StoreError;

/// Where distributions put the programs, a folder for each version.
const INSTALLED: &str = "/usr/lib/postgresql";
/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(30);
/// The end of its life, written so that it does not depend on ours.
const WATCH: &str = "\"$1\" -D \"$2/data\" -k \"$2\" -c listen_addresses= -c max_connections=300 >\"$2/log\" 2>&1 & \
                     server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf \"$2\"";

/// A server that is up. One that we started ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    /// Connects to its database `postgres`.
    admin: String,
    watch: Option<Child>,
}

impl Server {
    /// A server that runs already; the address is of a database whose user may make others.
    pub const fn given(admin: String) -> Self {
        Self { admin, watch: None }
    }

    /// Starts one; nothing if the programs are not on this machine.
    ///
    /// # Errors
    /// What the programs said, if they are there and do not do it.
    pub fn start() -> Result<Option<Self>, StoreError> {
        match programs() {
            Some(bin) => start(&bin).map(Some).map_err(StoreError::Open),
            None => Ok(None),
        }
    }

    /// Makes an empty database, and gives its address.
    ///
    /// # Errors
    /// The server's: the name is taken, or its user may not.
    pub fn make_database(&self, name: &str) -> Result<String, StoreError> {
        self.run(&format!("CREATE DATABASE {name}"))?;
        Ok(self.database(name))
    }

    /// Takes a database away, whoever is still in it.
    ///
    /// # Errors
    /// The server's.
    pub fn drop_database(&self, name: &str) -> Result<(), StoreError> {
        self.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    }

    fn run(&self, sql: &str) -> Result<(), StoreError> {
        let mut admin = PgConnection::establish(&self.admin)
            .map_err(|error| StoreError::Open(format!("PostgreSQL cannot be reached: {error}")))?;
        Ok(admin.batch_execute(sql)?)
    }

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

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut watch) = self.watch.take() {
            drop(watch.stdin.take());
            // The shell ends after the server; there is nobody to tell if it cannot.
            let _ = watch.wait();
        }
    }
}

/// The folder of the newest version's programs; an empty path if they are found by their names.
fn programs() -> Option<PathBuf> {
    let version = |bin: &Path| -> Option<u32> { bin.parent()?.file_name()?.to_str()?.parse().ok() };
    let installed = fs::read_dir(INSTALLED).into_iter().flatten();
    let newest = installed
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
        .max_by_key(|bin| version(bin));
    let answers = |name: &str| Command::new(name).arg("--version").output().is_ok();
    newest.or_else(|| (answers("initdb") && answers("postgres")).then(PathBuf::new))
}

fn start(bin: &Path) -> Result<Server, String> {
    let said = |what: &str, error: &dyn std::fmt::Display| format!("PostgreSQL does not start: {what}: {error}");
    let home = tempfile::Builder::new()
        .prefix("accord-pg")
        .tempdir()
        .map_err(|error| said("a folder", &error))?
        .keep();
    let owner = Owner::of(&home).map_err(|error| said("the folder's owner", &error))?;
    let mut initdb = Command::new(bin.join("initdb"));
    initdb.args([
        "--auth=trust",
        "--username=accord",
        "--encoding=UTF8",
        "--locale=C",
        "-D",
    ]);
    initdb.arg(home.join("data"));
    initdb.current_dir(&home);
    owner.runs(&mut initdb);
    let made = initdb.output().map_err(|error| said("initdb", &error))?;
    if !made.status.success() {
        return Err(said("initdb", &String::from_utf8_lossy(&made.stderr)));
    }
    let mut shell = Command::new("sh");
    shell
        .args(["-c", WATCH, "accord-postgres"])
        .arg(bin.join("postgres"))
        .arg(&home);
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.current_dir(&home);
    owner.runs(&mut shell);
    let server = Server {
        admin: format!("postgres://accord@localhost/postgres?host={}", home.display()),
        watch: Some(shell.spawn().map_err(|error| said("the server", &error))?),
    };
    let began = Instant::now();
    while let Err(error) = PgConnection::establish(&server.admin) {
        if began.elapsed() > PATIENCE {
            let log = fs::read_to_string(home.join("log")).unwrap_or_default();
            return Err(said("the server does not answer", &format!("{error}\n{log}")));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(server)
}

/// Whom the server runs as, if not as us: user and group.
struct Owner(Option<(u32, u32)>);

impl Owner {
    /// Somebody who is not root, if we are; the folder is theirs.
    #[cfg(unix)]
    fn of(home: &Path) -> std::io::Result<Self> {
        use std::os::unix::fs::{MetadataExt as _, chown};
        if fs::metadata(home)?.uid() != 0 {
            return Ok(Self(None));
        }
        let users = fs::read_to_string("/etc/passwd")?;
        let found = ["postgres", "nobody"].iter().find_map(|name| {
            let line = users.lines().find(|line| line.starts_with(&format!("{name}:")))?;
            let mut fields = line.split(':').skip(2);
            Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
        });
        if let Some((user, group)) = found {
            chown(home, Some(user), Some(group))?;
        }
        Ok(Self(found))
    }

    #[cfg(unix)]
    fn runs(&self, command: &mut Command) {
        use std::os::unix::process::CommandExt as _;
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
    }

    #[cfg(not(unix))]
    fn of(_home: &Path) -> std::io::Result<Self> {
        Ok(Self(None))
    }

    #[cfg(not(unix))]
    fn runs(&self, _command: &mut Command) {}
}
