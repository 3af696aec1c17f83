//! A workflow file: its words, how it is read, what is wrong with it.

pub mod model;
pub mod scalar;
pub mod vocabulary;
