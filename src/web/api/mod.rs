//! What programs send and get: JSON, by the same services as the pages, so that nothing can be done
//! here that a page would refuse. It holds wire types and no rules.
//!
//! A route for programs is a line in [`super::routes::ROUTES`] like any other, with an
//! [`endpoint::Endpoint`] beside it: the handler, and the types of what goes in and comes out. The
//! OpenAPI document is made from that table ([`openapi`]), so that it cannot say anything else.

pub mod endpoint;
pub mod openapi;
pub mod problem;
pub mod program;

pub mod negotiation;
pub mod paging;
pub mod tags;

pub mod me;
pub mod tasks;

pub mod offers;
pub mod organisations;
pub mod records;
pub mod runs;

pub mod documents;
pub mod texts;

pub mod acting;
pub mod drafts;
pub mod files;
pub mod putting_right;
pub mod sheets;
pub mod starting;
pub mod work;
