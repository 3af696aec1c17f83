//! Headers that every answer carries.

use crate::domain::host::Origin;

/// What pages may do: show themselves, with our own style, script and pictures; send forms to us.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                          connect-src 'self'; media-src 'self'; form-action 'self'; frame-ancestors 'none'; \
                          base-uri 'none'";

/// What a file that people sent may do: nothing.
pub const SANDBOX: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";

/// On every answer.
pub const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
];

/// Where an answer may be kept: nowhere, unless it says so itself.
pub const UNKEPT: &str = "no-store";

/// Only over TLS, for two years; nothing on this machine itself.
pub fn transport(origin: &Origin) -> Option<&'static str> {
    origin.is_secure().then_some("max-age=63072000; includeSubDomains")
}
