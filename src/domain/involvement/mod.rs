//! Fair and consistent pay for experts by experience.

pub mod account;
pub mod consistency;
pub mod pace;
pub mod presence;
pub mod rates;
