//! Whether what changes something was asked from our own pages.
//!
//! Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`) and pages cannot change what
//! they say; so there are no tokens to lose when a form stays open over night.

use crate::domain::host::Origin;

/// What a request says of where it comes from.
#[derive(Debug, Clone, Copy, Default)]
pub struct From<'a> {
    /// `Sec-Fetch-Site`.
    pub site: Option<&'a str>,
    /// `Origin`.
    pub origin: Option<&'a str>,
    /// It carries a session.
    pub signed_in: bool,
}

/// Whether it may change something.
pub fn allows(own: &Origin, from: From<'_>) -> bool {
    match (from.site, from.origin) {
        (Some("same-origin" | "none"), _) => true,
        (Some(_), _) => false,
        (None, Some(origin)) => own.is_origin(origin),
        // No browser that can be tricked says neither; without a session there is nothing to steal.
        (None, None) => !from.signed_in,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_may() {
        let own = Origin::parse("https://accord.example").unwrap();
        let ours = Some("https://accord.example");
        let theirs = Some("https://evil.example");
        for (site, origin, signed_in, allowed) in [
            (Some("same-origin"), ours, true, true),
            (Some("none"), None, true, true),
            (Some("cross-site"), theirs, true, false),
            (Some("cross-site"), ours, false, false),
            (Some("same-site"), None, true, false),
            (None, ours, true, true),
            (None, theirs, true, false),
            (None, Some("null"), false, false),
            (None, None, true, false),
            (None, None, false, true),
        ] {
            let from = From {
                site,
                origin,
                signed_in,
            };
            assert_eq!(allows(&own, from), allowed, "{from:?}");
        }
    }
}
