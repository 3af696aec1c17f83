//! The `accord` program.

fn main() {}
