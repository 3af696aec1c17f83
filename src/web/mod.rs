//! The web: pages for people, and an API for programs. The only part that knows its framework, and
//! it knows no more than this: how a request becomes a [`request::Request`] and a [`reply::Reply`]
//! becomes a response. What a page says is made in [`html`], what a program gets in [`api`], what
//! either does in the service.
//!
//! Every route stands in one table ([`routes::ROUTES`]) with who may use it and how the thing that
//! it is about is found; nothing else can be reached. What somebody may not see looks as if it were
//! not there.

pub mod routes;
pub mod site;
pub mod sites;

pub mod reply;
pub mod request;

pub mod api;
pub mod html;

pub mod app;
mod arriving;
pub mod assets;
pub mod caller;
pub mod csrf;
pub mod dispatch;
pub mod headers;
pub(crate) mod left;
pub mod limits;
mod once;
mod parts;
pub mod problem;
pub mod serve;
pub mod waiting;
