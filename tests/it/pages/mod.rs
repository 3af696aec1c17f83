//! Pages and what they are made of: drawn from their samples, and judged.

mod browser;
mod drawn;
mod source;
