//! Who holds which role at a record.

use super::tabs::{self, Tab};
use crate::{
    service::{fault::Fault, record::Record},
    views::components::text::Empty,
    web::{
        html::lists::{Choose, Column, List},
        reply::Reply,
        request::Request,
        site::Site,
    },
};

/// A role, and somebody who holds it.
type Row<'a> = (&'a str, &'a str);

/// The page, or the file.
///
/// # Errors
/// The record is not there, or not for them; the database fails.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let record = tabs::open(site, request)?;
    let holders = record.people.iter();
    let rows: Vec<Row<'_>> = holders
        .flat_map(|(role, names)| names.iter().map(|name| (role.as_str(), name.as_str())))
        .collect();
    tabs::list(site, request, (&record, Tab::People), &list(&record), rows)
}

fn list(record: &Record) -> List<'_, Row<'_>> {
    let row = &record.seen.record;
    List {
        id: "people",
        name: "people",
        path: Tab::People.href(&row.kind, &row.id),
        words: ("person in a role", "people in roles"),
        columns: vec![
            Column::text("name", "Name", |(_, name): &Row<'_>| (*name).to_owned()),
            Column::text("role", "Role", |(role, _): &Row<'_>| (*role).to_owned()),
        ],
        choices: vec![Choose {
            name: "in",
            label: "Role",
            any: "Every role",
            options: record
                .people
                .iter()
                .map(|(role, _)| (role.clone(), role.clone()))
                .collect(),
            fits: Box::new(|(role, _), wanted| *role == wanted),
        }],
        usual: "role",
        empty: Empty {
            title: "Nobody holds a role here that you can see".to_owned(),
            text: "Who works on it is for those who work on it.".to_owned(),
            link: None,
        },
    }
}
