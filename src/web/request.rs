//! A request as handlers see it: no framework, nothing to be parsed any more.

use std::collections::BTreeMap;

use accord_store::tokens::TokenRow;

use crate::service::{access::sessions::Session, authority::Caller, fault::Fault, uploads::Sent};

/// A request.
#[derive(Debug, Default)]
pub struct Request {
    /// For the log and for error pages; nothing personal.
    pub id: String,
    /// The path and query, as asked.
    pub path: String,
    /// Parts of the path, by the names in the route.
    pub params: BTreeMap<String, String>,
    /// The query, in order.
    pub query: Vec<(String, String)>,
    /// The form, in order.
    pub form: Vec<(String, String)>,
    /// Files that came with the form.
    pub files: Vec<Sent>,
    /// Who is signed in.
    pub session: Option<Session>,
    /// What the cookie of somebody who asked for a code holds.
    pub asking: Option<String>,
    /// What the cookie of a browser holds from which words came when nobody was signed in any more.
    pub left: Option<String>,
    /// The sort of browser: `Firefox on Windows`.
    pub browser: String,
    /// Programs are answered in their own words.
    pub machine: bool,
    /// What was sent, where it is no form.
    pub body: Vec<u8>,
    /// What a program says in headers.
    pub said: Said,
    /// The token that it shows.
    pub token: Option<TokenRow>,
}

/// Headers of a program.
#[derive(Debug, Default)]
pub struct Said {
    /// `Authorization`, if it is a token.
    pub bearer: Option<String>,
    /// `Accept`.
    pub accept: String,
    /// `Content-Type`.
    pub kind: String,
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
    /// `Idempotency-Key`.
    pub key: Option<String>,
}

impl Request {
    /// A part of the path; empty if the route has none of this name.
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// The kind of record that the path names: its part of that name, else where it begins.
    pub fn kind(&self) -> &str {
        match self.params.get("kind") {
            Some(kind) => kind,
            None => self
                .path
                .trim_start_matches('/')
                .split(['/', '?'])
                .next()
                .unwrap_or_default(),
        }
    }

    /// It is asked by a program, at an address for programs.
    pub fn is_for_programs(&self) -> bool {
        self.path.starts_with("/api/v1") || self.path.starts_with("/api/openapi.json")
    }

    /// The first value of the query with this name.
    pub fn asked(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The first value of the form with this name.
    pub fn typed(&self, name: &str) -> Option<&str> {
        first(&self.form, name)
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// Nobody: the route should have said that somebody must be.
    pub fn session(&self) -> Result<&Session, Fault> {
        self.session.as_ref().ok_or(Fault::NotFound("page"))
    }

    /// Who has signed in with all that it takes, on a page that is there for everybody.
    pub fn known(&self) -> Option<&Session> {
        self.session.as_ref().filter(|one| one.is_complete())
    }

    /// Who asks.
    ///
    /// # Errors
    /// As [`Request::session`].
    pub fn caller(&self) -> Result<Caller, Fault> {
        Ok(self.session()?.caller())
    }

    /// Whose alliance.
    ///
    /// # Errors
    /// As [`Request::session`].
    pub fn alliance(&self) -> Result<&str, Fault> {
        Ok(&self.session()?.row.alliance_id)
    }
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

/// An address inside this site, for going on after something: anything else leads home.
pub fn inside(path: Option<&str>) -> &str {
    let is_ours =
        |path: &&str| path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t']);
    path.filter(is_ours).unwrap_or("/")
}

/// The sort of browser, from what it says of itself: enough for people to know their own apart.
pub fn browser(agent: &str) -> String {
    let known = |names: &[(&str, &'static str)], other: &'static str| {
        let found = names.iter().find(|(word, _)| agent.contains(word));
        found.map_or(other, |(_, name)| *name)
    };
    let name = known(
        &[
            ("Edg", "Edge"),
            ("Firefox", "Firefox"),
            ("OPR", "Opera"),
            ("SamsungBrowser", "Samsung Internet"),
            ("Chrome", "Chrome"),
            ("Safari", "Safari"),
        ],
        "A browser",
    );
    let system = known(
        &[
            ("Android", " on Android"),
            ("iPhone", " on an iPhone"),
            ("iPad", " on an iPad"),
            ("Windows", " on Windows"),
            ("Mac OS", " on a Mac"),
            ("Linux", " on Linux"),
        ],
        "",
    );
    format!("{name}{system}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_on_inside_the_site_only() {
        for (asked, path) in [
            (Some("/round/1?part=2"), "/round/1?part=2"),
            (Some("//evil.example"), "/"),
            (Some("/\\evil.example"), "/"),
            (Some("https://evil.example"), "/"),
            (Some("/a\r\nSet-Cookie: x"), "/"),
            (None, "/"),
        ] {
            assert_eq!(inside(asked), path);
        }
    }

    #[test]
    fn people_know_their_browser() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(browser(agent), "Firefox on Linux");
        assert_eq!(browser(""), "A browser");
    }
}
