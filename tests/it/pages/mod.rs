//! Pages and what they are made of: drawn from their samples, and judged.

mod drawn;
mod source;
