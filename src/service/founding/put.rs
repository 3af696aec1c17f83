//! Writing down what a founding file says.

use accord_store::{
    alliances::{self, AllianceRow},
    appointments::Scope,
    people,
    subjects::{self as subject_rows, SubjectRow},
};
use serde_json::{Map, Value as Json, json};

use super::file::{Founding, Organisation, Person};
use crate::service::{
    app::Desk,
    authority::manage::{self, NewOrganisation, NewPerson},
    fault::Fault,
};

/// What is noted with everything that is written.
#[derive(Debug, Clone)]
pub(in crate::service) struct Marks {
    /// In demonstration data: what they are; shown wherever the data are.
    pub(in crate::service) says: Option<String>,
    /// Why people hold their roles.
    pub(in crate::service) reason: String,
}

/// Puts an alliance with all that a file says into the store, under the desk's id.
///
/// # Errors
/// The alliance is there already, a short word is taken, a role is unknown, or the store fails.
pub(in crate::service) fn put(desk: &mut Desk<'_>, file: &Founding, marks: &Marks) -> Result<(), Fault> {
    alliance(desk, file, marks)?;
    for one in &file.organisations {
        organisation(desk, one, marks)?;
    }
    Ok(())
}

/// What the alliance's own row keeps beside its names.
pub(super) fn data(file: &Founding, says: Option<&str>) -> Result<Json, Fault> {
    let mut data = serde_json::to_value(&file.alliance)?;
    if let Json::Object(data) = &mut data {
        if let Some(says) = says {
            data.insert("demonstration".to_owned(), says.into());
        }
        data.insert("networks".to_owned(), serde_json::to_value(&file.networks)?);
    }
    Ok(data)
}

fn alliance(desk: &mut Desk<'_>, file: &Founding, marks: &Marks) -> Result<(), Fault> {
    let row = AllianceRow {
        id: desk.alliance.clone(),
        short_name: file.alliance.short_name.clone(),
        name: file.alliance.name.clone(),
        data: data(file, marks.says.as_deref())?.to_string(),
        created_at: desk.now.into(),
    };
    alliances::insert(desk.db, &row)?;
    // The alliance is also a record, so that what belongs to nothing else can belong to it.
    let record = SubjectRow {
        id: desk.alliance.clone(),
        alliance_id: desk.alliance.clone(),
        kind: "alliance".to_owned(),
        reference: None,
        title: row.name,
        parent_id: None,
        organisation_id: None,
        person_id: None,
        data: json!({ "networks": file.networks }).to_string(),
        created_at: desk.now.into(),
    };
    Ok(subject_rows::insert(desk.db, &record)?)
}

fn organisation(desk: &mut Desk<'_>, new: &Organisation, marks: &Marks) -> Result<(), Fault> {
    let mut profile = Map::new();
    for (name, list) in [
        ("networks", &new.networks),
        ("services", &new.services),
        ("communities", &new.communities),
        ("languages", &new.languages),
    ] {
        profile.insert(name.to_owned(), list.clone().into());
    }
    if marks.says.is_some() {
        profile.insert("invented".to_owned(), (!new.real).into());
    }
    let said = new.says.iter();
    profile.extend(said.map(|(question, answer)| (question.clone(), answer.clone().into())));
    let row = NewOrganisation {
        email: new.email.clone(),
        handle: new.id.clone(),
        name: new.name.clone(),
        kind: new.kind.clone(),
        income_band: new.income.clone(),
        community_led: new.community_led,
        profile,
    };
    let id = manage::add_organisation(desk, row)?;
    for one in &new.people {
        person(desk, &id, one, marks)?;
    }
    Ok(())
}

fn person(desk: &mut Desk<'_>, organisation: &str, new: &Person, marks: &Marks) -> Result<(), Fault> {
    let row = NewPerson {
        handle: free(desk, &new.id)?,
        name: new.name.clone(),
        email: new.email.clone(),
        channel: new.channel().to_owned(),
    };
    let id = manage::add_person(desk, row)?;
    manage::join(desk, &id, organisation, &new.position, new.lead)?;
    let alliance = desk.alliance.clone();
    for role in &new.roles {
        manage::appoint(desk, &id, role, (Scope::Alliance, &alliance), &marks.reason)?;
    }
    for role in &new.roles_here {
        manage::appoint(desk, &id, role, (Scope::Organisation, organisation), &marks.reason)?;
    }
    Ok(())
}

/// A short word that nobody has, in whatever alliance: the one of the file, or with a number.
fn free(desk: &mut Desk<'_>, word: &str) -> Result<String, Fault> {
    let mut free = word.to_owned();
    let mut number = 1_u32;
    while people::by_handle(desk.db, &free)?.is_some() {
        number += 1;
        free = format!("{word}-{number}");
    }
    Ok(free)
}
