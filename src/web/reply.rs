//! What a handler answers.

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// 200, 303, 404.
    pub status: u16,
    /// What it carries.
    pub body: Body,
    /// Cookies to set or take away.
    pub cookies: Vec<Keep>,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
}

/// What an answer carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// A page.
    Page(String),
    /// Where to go instead.
    Go(String),
    /// A file.
    File(File),
    /// JSON, with its own kind of content.
    Json(&'static str, String),
    /// Words for programs.
    Text(String),
    /// Nothing.
    Nothing,
}

/// A file to look at or to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// `application/pdf`.
    pub kind: String,
    /// What it is called when it is kept; one that is shown in the browser has none.
    pub name: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// It never changes: browsers may keep it for ever.
    pub lasting: bool,
}

/// A cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Jar {
    /// Of a session.
    Session,
    /// Of somebody who has asked for a code.
    Asking,
    /// Of a browser from which words came when nobody was signed in any more.
    Left,
}

/// A cookie to set (or to take away).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// Which.
    pub jar: Jar,
    /// What it holds; nothing takes it away.
    pub value: Option<String>,
}

impl Reply {
    /// A page.
    pub const fn page(html: String) -> Self {
        Self::of(200, Body::Page(html))
    }

    /// Go there and look: after everything that was sent.
    pub fn go(to: impl Into<String>) -> Self {
        Self::of(303, Body::Go(to.into()))
    }

    /// Any answer.
    pub const fn of(status: u16, body: Body) -> Self {
        Self {
            status,
            body,
            cookies: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// The same with another status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The same with a cookie set.
    #[must_use]
    pub fn keeping(mut self, jar: Jar, value: String) -> Self {
        self.cookies.push(Keep {
            jar,
            value: Some(value),
        });
        self
    }

    /// The same with a cookie taken away.
    #[must_use]
    pub fn forgetting(mut self, jar: Jar) -> Self {
        self.cookies.push(Keep { jar, value: None });
        self
    }
}

/// A `Content-Disposition` that keeps a file under its name (RFC 6266), whatever letters it has.
pub fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || ".-_ ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut full = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            full.push(char::from(byte));
        } else {
            full.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}
