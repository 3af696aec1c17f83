//! Fair and consistent pay for experts by experience.

pub mod rates;
