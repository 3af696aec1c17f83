//! What leaves the house.

mod bench;
mod buckets;
mod giving;
mod letters;
mod open_data;
mod papers;
mod smtp;
mod worker;
