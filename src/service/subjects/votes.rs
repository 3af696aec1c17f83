//! A ballot as people read it: how each house answered. One count for every kind of record.

use std::collections::BTreeSet;

use accord_engine::decision::Ballot;

use crate::{service::app::Desk, views::contexts::parts::HouseVotes};

/// How each house answered, in the order of the vocabulary; of each person the last answer that is not
/// void. Who is recused stands aside, whatever they answered before. `nominated`: people who were.
pub(super) fn by_house(desk: &Desk<'_>, ballot: &Ballot, nominated: &BTreeSet<String>) -> Vec<HouseVotes> {
    let houses = desk.app.library.roles.houses.iter();
    houses
        .map(|(house, title)| of_house(ballot, (house, title), nominated))
        .collect()
}

fn of_house(ballot: &Ballot, (house, title): (&str, &str), nominated: &BTreeSet<String>) -> HouseVotes {
    let mut out = HouseVotes {
        title: title.to_owned(),
        ..HouseVotes::default()
    };
    for elector in ballot.electors.iter().filter(|one| one.house.as_deref() == Some(house)) {
        out.seats += 1;
        out.nominated += u32::from(nominated.contains(elector.person.as_str()));
        let mut votes = ballot.votes.iter().rev();
        let vote = votes.find(|vote| vote.person == elector.person && !vote.void);
        let place = match vote.map(|one| one.option.as_str()) {
            _ if elector.recused.is_some() => &mut out.aside,
            None => &mut out.silent,
            // By what an option is about: a workflow names its own.
            Some(option) if option.contains("aside") => &mut out.aside,
            Some(option) if option.contains("abstain") => &mut out.abstain,
            Some(option) if option.contains("block") => &mut out.block,
            Some(option) if option.contains("condition") => {
                out.approve += 1;
                &mut out.conditions
            }
            Some(option) if option.contains("change") || option.contains("back") => &mut out.changes,
            Some(_) => &mut out.approve,
        };
        *place += 1;
    }
    out
}
