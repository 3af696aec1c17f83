//! Pages of what somebody has of their own.

pub mod access;
pub mod data;
pub mod described;
pub mod names;
pub mod notifications;
pub mod payments;
pub mod support;
pub mod taking;
pub mod week;

use crate::{
    service::fault::{Fault, FieldError},
    views::components::{field::Field, link::Link, page::Page},
    web::{html::shell, request::Request, site::Site},
};

/// A page below the person's own.
fn page(site: &Site, request: &Request, title: &str) -> Result<Page, Fault> {
    let name = request.session()?.person.name.clone();
    let mut page = shell::page(site, request, title)?;
    page.trail = vec![Link::new(name, "/account")];
    Ok(page)
}

/// Puts what is wrong beside its question.
pub(super) fn with(fields: &mut [Field], errors: &[FieldError]) {
    for field in fields {
        let mine = errors.iter().filter(|one| one.field == field.id);
        field.errors = mine.map(|one| one.says.clone()).collect();
    }
}

/// Every value of a form with this name.
pub(super) fn all(request: &Request, name: &str) -> Vec<String> {
    let all = request.form.iter().filter(|(known, _)| known == name);
    all.map(|(_, value)| value.clone()).collect()
}
