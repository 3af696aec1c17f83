//! What pages say, one file for each part of the site. A handler reads what was typed, asks the
//! service, and puts the answer into a typed context of `views::pages`; it decides nothing.

pub mod landscape;
pub mod lists;
pub mod money;
mod rows;
pub mod shell;

pub mod health;

pub mod factor;
pub mod interests;
pub mod invitation;
pub mod sign_in;
mod steps;
pub mod support;
mod ways;

pub mod account;
pub mod ahead;
pub mod aims;
pub mod home;
pub mod hosting;
pub mod organisations;
pub mod path;
pub mod payments;
pub mod people;
pub mod procurements;
pub mod record;
pub mod running;
pub mod waiting;

pub mod bodies;
pub mod cannot;
pub mod check;
pub mod fields;
pub mod files;
pub mod kept;
pub mod more_time;
pub mod opening;
pub mod overtaken;
pub mod putting_right;
mod question;
pub mod saving;
pub mod sections;
pub mod sent;
pub mod starting;
pub mod supply;
pub mod task;
pub mod undo;
pub mod vote;

pub mod operations;

pub mod answering;
pub mod asked;
pub mod attachments;
mod beginning;
pub mod beside;
pub mod changes;
pub mod comments;
pub mod consequence;
pub mod copy;
pub mod documents;
pub mod dossier;
pub mod editable;
pub mod reading;
pub mod receipt;
pub mod work;

pub mod parity;
pub mod promised;
pub mod proposals;
pub mod public;

pub mod api;
pub mod letting_in;
pub mod threads;
pub mod tokens;

pub mod own;

pub mod decisions;
pub mod demo;
pub mod tour;

use super::{reply::Reply, request::Request, site::Site};
use crate::service::fault::Fault;

/// For an address that is no route.
///
/// # Errors
/// Always.
pub fn nothing_here(_site: &Site, _request: &Request) -> Result<Reply, Fault> {
    Err(Fault::NotFound("page"))
}
