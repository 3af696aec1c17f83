//! What leaves the house.

mod bench;
mod letters;
mod open_data;
mod papers;
mod smtp;
mod worker;
