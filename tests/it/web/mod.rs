//! The web face, in process: the same application as the server's.

mod browser;

mod ahead;
mod api;
mod asked;
mod beside;
mod callbacks;
mod changes;
mod comments;
mod demo;
mod drafts;
mod fuzzed;
mod lists;
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
mod together;
mod tour;
mod two;
mod uploads;
mod voting;
mod working;
