//! Where we are, as browsers see it, and whether a request was meant for us.

use std::net::IpAddr;

/// Our address: `https://accord.synergy.example`, `http://127.0.0.1:8080`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// `https` or `http`.
    scheme: String,
    /// Name and, unless it is the usual one, port.
    authority: String,
}

impl Origin {
    /// Reads it.
    ///
    /// # Errors
    /// It is no address, or would send cookies in the clear over a network.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let trimmed = text.trim_end_matches('/');
        let (scheme, authority) = trimmed
            .split_once("://")
            .filter(|(_, rest)| is_authority(rest))
            .ok_or_else(|| anyhow::anyhow!("`{text}` is no origin: write https://name, or http://127.0.0.1:8080"))?;
        let origin = Self {
            scheme: scheme.to_lowercase(),
            authority: authority.to_lowercase(),
        };
        match origin.scheme.as_str() {
            "https" => Ok(origin),
            "http" if origin.is_here() => Ok(origin),
            "http" => anyhow::bail!(
                "`{text}`: without https, what people send could be read on the way; put a proxy with a \
                 certificate in front, and say https:// here"
            ),
            _ => anyhow::bail!("`{text}` is no origin: write https://name, or http://127.0.0.1:8080"),
        }
    }

    /// It is on this machine.
    pub fn is_here(&self) -> bool {
        let name = name(&self.authority);
        is_loopback(name) || name.ends_with(".localhost")
    }

    /// Cookies travel encrypted only.
    pub fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    /// In full.
    pub fn text(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// Whether a `Host` header names us in so many letters.
    pub fn is_named(&self, host: &str) -> bool {
        host.eq_ignore_ascii_case(&self.authority)
    }

    /// Whether a `Host` header means us. On this machine every name of it does, at our port: a page
    /// elsewhere that points its own name here does not. A name below `localhost` is another one's.
    pub fn is_host(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        let both_here = is_loopback(name(&self.authority)) && is_loopback(name(&host));
        self.is_named(&host) || (both_here && port(&host) == port(&self.authority))
    }

    /// Whether an `Origin` header is ours.
    pub fn is_origin(&self, origin: &str) -> bool {
        origin
            .to_lowercase()
            .split_once("://")
            .is_some_and(|(scheme, host)| scheme == self.scheme && self.is_host(host))
    }
}

/// A name or an address, and perhaps a port; nothing before or after it.
fn is_authority(text: &str) -> bool {
    let (name, port) = (name(text), port(text));
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_name = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(six) => six.parse::<IpAddr>().is_ok(),
        None => !name.is_empty() && name.chars().all(plain),
    };
    is_name && (port.is_empty() || port.trim_start_matches(':').parse::<u16>().is_ok_and(|port| port > 0))
}

fn name(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        Some(_) | None => authority,
    }
}

fn port(authority: &str) -> &str {
    authority.get(name(authority).len()..).unwrap_or_default()
}

fn is_loopback(name: &str) -> bool {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_several_names() {
        let here = Origin::parse("http://127.0.0.1:8080/").unwrap();
        assert!(here.is_host("localhost:8080") && here.is_host("[::1]:8080"));
        assert!(!here.is_host("localhost:9090") && !here.is_host("evil.example:8080"));
        assert!(here.is_origin("http://localhost:8080") && !here.is_origin("https://localhost:8080"));
    }

    #[test]
    fn names_below_this_machine_are_kept_apart() {
        let (first, other) = (
            Origin::parse("http://localhost:8080"),
            Origin::parse("http://leeds.localhost:8080"),
        );
        let (first, other) = (first.unwrap(), other.unwrap());
        assert!(other.is_host("leeds.localhost:8080") && other.is_here());
        assert!(!other.is_host("localhost:8080") && !other.is_host("127.0.0.1:8080"));
        assert!(!first.is_host("leeds.localhost:8080") && !other.is_origin("http://localhost:8080"));
    }

    #[test]
    fn elsewhere_there_is_one_name() {
        let there = Origin::parse("https://accord.example").unwrap();
        assert!(there.is_host("Accord.example") && there.is_secure());
        assert!(!there.is_host("127.0.0.1") && !there.is_host("accord.example:8443"));
    }

    #[test]
    fn what_would_send_cookies_in_the_clear_is_refused() {
        for bad in [
            "http://accord.example",
            "accord.example",
            "ftp://x",
            "https://a/b",
            "https://a b",
            "https://me@a",
            "https://a?b",
            "https://:80",
            "https://a:x",
            "https://a:0",
            "https://",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
    }
}
