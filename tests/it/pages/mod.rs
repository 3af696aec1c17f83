//! Pages and what they are made of: drawn from their samples, and judged.

pub(crate) mod browser;
mod drawn;
mod source;
