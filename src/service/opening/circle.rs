//! Who opens a round, who of them has a card that works, and which cards lock what is sent.

use std::collections::{BTreeMap, BTreeSet};

use accord_store::{
    opening_cards::{self as rows, CardRow, CircleRow},
    organisations, people,
    subjects::SubjectRow,
};

use super::lock::Circle;
use crate::service::{app::Desk, fault::Fault};

/// Somebody who may open a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opener {
    /// Who.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Where they belong; nothing for nowhere.
    pub organisation: Option<(String, String)>,
    /// Their card, tested or not.
    pub card: Option<CardRow>,
    /// Why they may not have one: a sentence.
    pub barred: Option<String>,
}

impl Opener {
    /// Whether they have a card whose words they have typed back, and may use it.
    pub fn is_ready(&self) -> bool {
        self.barred.is_none() && self.card.as_ref().is_some_and(|card| card.tested_at.is_some())
    }
}

/// These people with their cards for a round, by name.
///
/// # Errors
/// The store fails.
pub fn with_cards(
    desk: &mut Desk<'_>,
    round: &SubjectRow,
    openers: &BTreeSet<String>,
    barred: &BTreeMap<String, String>,
) -> Result<Vec<Opener>, Fault> {
    let cards = rows::of_round(desk.db, &round.id)?;
    let ids: Vec<String> = openers.iter().cloned().collect();
    let memberships = organisations::memberships_of(desk.db, &desk.alliance, &ids, desk.now.into())?;
    let mut out = Vec::new();
    for person in ids {
        let Some(name) = people::load(desk.db, &person)?.map(|one| one.name) else {
            continue;
        };
        let member = memberships.iter().find(|one| one.person_id == person);
        let organisation = match member {
            Some(one) => organisations::load(desk.db, &one.organisation_id)?.map(|one| (one.id, one.name)),
            None => None,
        };
        let own = |card: &&CardRow| card.person_id == person && card.ended_at.is_none();
        out.push(Opener {
            card: cards.iter().rfind(own).cloned(),
            barred: barred.get(&person).cloned(),
            person,
            name,
            organisation,
        });
    }
    out.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(out)
}

/// To how many different organisations they belong. Whoever belongs to none counts as one of their own.
pub fn organisations_of<'a>(openers: impl Iterator<Item = &'a Opener>) -> usize {
    let of: BTreeSet<&str> = openers
        .map(|one| one.organisation.as_ref().map_or(one.person.as_str(), |(id, _)| id))
        .collect();
    of.len()
}

/// The cards that lock what is sent in a round now; nothing where none do.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub fn of(desk: &mut Desk<'_>, round: &str) -> Result<Option<Circle>, Fault> {
    match rows::circle(desk.db, round)? {
        Some(row) => Ok(Some(serde_json::from_str(&row.circle)?)),
        None => Ok(None),
    }
}

/// From now on the cards of these people lock what is sent.
///
/// # Errors
/// They are fewer than are needed: with what mends it.
pub fn deal(desk: &mut Desk<'_>, round: &SubjectRow, openers: &[Opener], needed: u8) -> Result<(), Fault> {
    let ready = openers.iter().filter(|one| one.is_ready());
    let cards: Vec<(String, String)> = ready
        .filter_map(|one| one.card.as_ref())
        .map(|card| (card.id.clone(), card.public_key.clone()))
        .collect();
    if cards.len() < usize::from(needed) {
        return Err(Fault::field(
            "cards",
            format!(
                "{needed} opening cards are needed, and {} are made and tested. Ask the openers to make theirs.",
                cards.len()
            ),
        ));
    }
    let row = CircleRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        round_id: round.id.clone(),
        circle: serde_json::to_string(&Circle { needed, cards })?,
        at: desk.now.into(),
    };
    Ok(rows::deal(desk.db, &row)?)
}
