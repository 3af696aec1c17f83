//! Where the data lives, as said in one word: `sqlite:data/accord.db`, `postgres://user@host/db`.

use crate::error::StoreError;

/// A parsed address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// A file.
    Sqlite(String),
    /// A server; the text goes to libpq as it is.
    Postgres(String),
}

/// Whether a server may be reached in the clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlainRemote {
    /// Only on this machine, or with TLS.
    #[default]
    Refuse,
    /// Anywhere: the network is trusted, and somebody has said so.
    Allow,
}

impl Address {
    /// Reads an address. Never guesses: libraries that try each backend in turn have been seen to
    /// make a file called `postgres:oops`.
    pub(crate) fn parse(url: &str, plain: PlainRemote) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return sqlite(path);
        }
        if let Some(rest) = url
            .strip_prefix("postgres://")
            .or_else(|| url.strip_prefix("postgresql://"))
        {
            return postgres(url, rest, plain);
        }
        // Only the scheme is repeated: the rest may hold a password.
        let scheme = url.split(':').next().unwrap_or_default();
        Err(StoreError::Open(format!(
            "`{scheme}` is not a kind of database that accord knows; write `sqlite:path/to/file.db` or \
             `postgres://user@host/database`"
        )))
    }
}

fn sqlite(path: &str) -> Result<Address, StoreError> {
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path == ":memory:" {
        return Err(StoreError::Open(
            "an SQLite database needs a file: write `sqlite:path/to/file.db`".to_owned(),
        ));
    }
    // SQLite would read `file:…` as a URI with options of its own.
    if path.starts_with("file:") {
        return Err(StoreError::Open(
            "write the path itself after `sqlite:`, without `file:` and without options".to_owned(),
        ));
    }
    Ok(Address::Sqlite(path.to_owned()))
}

fn postgres(url: &str, rest: &str, plain: PlainRemote) -> Result<Address, StoreError> {
    let (authority, query) = rest.split_once('?').unwrap_or((rest, ""));
    let hosts = authority.split('/').next().unwrap_or_default();
    let hosts = hosts.rsplit_once('@').map_or(hosts, |(_, hosts)| hosts);
    let mut named: Vec<&str> = hosts.split(',').filter(|host| !host.is_empty()).collect();
    let mut tls = false;
    for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match key {
            "host" | "hostaddr" => named.extend(value.split(',')),
            "sslmode" => tls = matches!(value, "require" | "verify-ca" | "verify-full"),
            _ => {}
        }
    }
    if named.is_empty() {
        return Err(StoreError::Open(
            "the PostgreSQL address names no host; write `postgres://user@localhost/database`".to_owned(),
        ));
    }
    if !tls
        && plain == PlainRemote::Refuse
        && let Some(remote) = named.iter().find(|host| !is_local(host))
    {
        return Err(StoreError::Open(format!(
            "the PostgreSQL server `{remote}` is on another machine and the connection would be in the clear; \
                 build with `--features postgres-tls` and add `?sslmode=verify-full`, or say that the network is trusted"
        )));
    }
    Ok(Address::Postgres(url.to_owned()))
}

fn is_local(host: &str) -> bool {
    if host.starts_with('/') || host.to_ascii_lowercase().starts_with("%2f") {
        return true;
    }
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None if host.matches(':').count() > 1 => host,
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(url: &str, because: &str) {
        let said = Address::parse(url, PlainRemote::Refuse).unwrap_err().to_string();
        assert!(said.contains(because), "{url}: {said}");
    }

    #[test]
    fn an_unknown_scheme_is_refused_without_repeating_the_password() {
        refused("mysql://me:hunter2@db/x", "`mysql` is not a kind");
        let said = Address::parse("mysql://me:hunter2@db/x", PlainRemote::Refuse).unwrap_err();
        assert!(!said.to_string().contains("hunter2"));
        refused("some.db", "not a kind");
        refused("postgres:oops", "`postgres` is not a kind");
        refused("", "not a kind");
    }

    #[test]
    fn sqlite_needs_a_plain_path() {
        refused("sqlite:", "needs a file");
        refused("sqlite::memory:", "needs a file");
        refused("sqlite:file:x.db?mode=ro", "without `file:`");
        let good = Address::parse("sqlite:///var/lib/a.db", PlainRemote::Refuse).unwrap();
        assert_eq!(good, Address::Sqlite("/var/lib/a.db".to_owned()));
    }

    #[test]
    fn a_server_elsewhere_is_refused_in_the_clear() {
        for url in [
            "postgres://a@db.example.org/x",
            "postgres://a@127.0.0.1,10.0.0.9/x",
            "postgres://a@localhost/x?host=10.1.1.1",
            "postgres://a@10.0.0.1:5432/x?sslmode=prefer",
            "postgres://a@[2001:db8::1]:5432/x",
        ] {
            refused(url, "in the clear");
            Address::parse(url, PlainRemote::Allow).unwrap();
        }
        refused("postgres:///x", "names no host");
        for url in [
            "postgres://a@localhost/x",
            "postgresql://a:b@127.0.0.1:5433/x",
            "postgres://a@[::1]:5432/x",
            "postgres:///x?host=/run/postgresql",
            "postgres://a@%2Ftmp%2Fpg/x",
            "postgres://a@db.example.org/x?sslmode=verify-full",
        ] {
            Address::parse(url, PlainRemote::Refuse).unwrap();
        }
    }
}
