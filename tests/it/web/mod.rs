//! The web face, in process: the same application as the server's.

mod browser;

mod demo;
mod drafts;
mod matrix;
mod own;
mod pages;
mod public;
mod reading;
mod routes;
mod rows;
mod safety;
mod sign_in;
mod tour;
mod uploads;
