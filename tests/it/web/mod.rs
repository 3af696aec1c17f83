//! The web face, in process: the same application as the server's.

mod browser;

mod api;
mod callbacks;
mod demo;
mod drafts;
mod fuzzed;
mod matrix;
mod openapi;
mod operations;
mod organisations;
mod own;
mod pages;
mod partners;
mod path;
mod people;
mod public;
mod putting_right;
mod reading;
mod routes;
mod rows;
mod safety;
mod sign_in;
mod starting;
mod tour;
mod two;
mod uploads;
