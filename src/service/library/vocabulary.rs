//! That what the vocabulary says fits together, and what templates say of themselves.

use std::collections::BTreeMap;

use accord_engine::definition::{
    model::Form,
    near,
    vocabulary::{Catalogue, Roles},
};
use indexmap::IndexMap;

use super::{ProfileForm, WorkForms, judge::Faults};
use crate::{
    domain::subscriptions::Terms,
    service::{authority::powers, retention::Retention},
    views::{
        parts::Parts,
        source::{self, Source},
    },
};

/// Every template: what it is made of, and (into the catalogue) the kind of record that it speaks of.
pub(super) fn templates(sources: &[Source], catalogue: &mut Catalogue) -> IndexMap<String, Parts> {
    let mut out = IndexMap::new();
    for one in sources {
        let known = match one.shelf {
            source::Shelf::Mail => {
                let topic = in_head(&one.text, "topic").map(|topic| (one.name.clone(), topic));
                catalogue.mail_topics.extend(topic);
                &mut catalogue.mail
            }
            source::Shelf::Document => &mut catalogue.documents,
            source::Shelf::Notice => &mut catalogue.notices,
            source::Shelf::Partial | source::Shelf::Layout | source::Shelf::Brief => continue,
        };
        known.insert(one.name.clone(), context_of(one));
        out.insert(format!("{}{}", one.shelf.folder(), one.name), Parts::of(one, sources));
    }
    out
}

/// That the words of a role are words that there are.
pub(super) fn judge_roles(roles: &Roles, catalogue: &Catalogue, out: &mut Faults) {
    let known = powers::known(catalogue.subjects.keys());
    if powers::holders(roles, powers::MANAGES).is_empty() {
        let power = powers::MANAGES;
        out.say(
            "roles",
            format_args!("No role has the power `{power}`, so nobody could let anybody in. Give it to one."),
        );
    }
    out.all_known("days.tell", "role", &catalogue.days.tell, roles.roles.keys());
    for (name, role) in &roles.roles {
        let at = format!("roles.{name}");
        if let Some(house) = &role.house {
            out.known(&format!("{at}.house"), "house", house, roles.houses.keys());
        }
        let place = format!("{at}.kept_out_by");
        out.all_known(
            &place,
            "exclusion in the catalogue called",
            &role.kept_out_by,
            catalogue.exclusions.keys(),
        );
        out.all_known(&format!("{at}.powers"), "power", &role.powers, &known);
        out.all_known(
            &format!("{at}.own"),
            "kind of record",
            &role.own,
            catalogue.subjects.keys(),
        );
        out.between(&format!("{at}.at_least"), role.at_least, 0, 1000);
        if role.worst_recusal > 0 && role.worst_recusal > role.at_least {
            out.say(
                &format!("{at}.worst_recusal"),
                format_args!(
                    "More may be recused at once than there are (`at_least` is {}).",
                    role.at_least
                ),
            );
        }
    }
}

/// That the lists of the catalogue name one another rightly.
pub(super) fn judge_catalogue(catalogue: &Catalogue, out: &mut Faults) {
    let permits = catalogue.permits.keys();
    for (permit, waits) in &catalogue.waits {
        let at = format!("waits.{permit}");
        out.known(&format!("{at}#key"), "permit", permit, permits.clone());
        let kinds = catalogue.subjects.values();
        let known: Vec<String> = kinds.flat_map(|kind| kind.collections.keys().cloned()).collect();
        out.known(&at, "collection of a record called", waits.collection(), &known);
    }
    for (list, named) in [
        ("told_back", &catalogue.told_back),
        ("told_before", &catalogue.told_before),
    ] {
        for template in named.keys() {
            let at = format!("{list}.{template}#key");
            out.known(&at, "document template", template, catalogue.documents.keys());
        }
    }
    let by_house: Vec<String> = catalogue.by_house.iter().cloned().collect();
    for permit in &by_house {
        out.known("by_house", "permit", permit, permits.clone());
    }
    for audience in catalogue.told_because.keys() {
        let at = format!("told_because.{audience}#key");
        out.known(&at, "audience", audience, catalogue.audiences.keys());
    }
    for audience in &catalogue.by_topic {
        out.known("by_topic", "audience", audience, catalogue.audiences.keys());
    }
    for rule in catalogue.inputs.keys() {
        out.known(&format!("inputs.{rule}#key"), "rule", rule, catalogue.rules.keys());
    }
}

/// That work is done by permits that there are, on records that there are, and that its questions fit together.
pub(super) fn judge_work(work: &WorkForms, catalogue: &Catalogue, out: &mut Faults) {
    for (name, one) in &work.work {
        let at = format!("work.{name}");
        let (permit, kind) = name
            .split_once('@')
            .map_or((name.as_str(), None), |(a, b)| (a, Some(b)));
        out.known(&format!("{at}#key"), "permit", permit, catalogue.permits.keys());
        if let Some(kind) = kind {
            out.known(&format!("{at}#key"), "kind of record", kind, catalogue.subjects.keys());
        }
        out.form(&format!("{at}.form"), &one.form);
        prefilled(&format!("{at}.form"), &one.form, out);
    }
    for permit in work.elsewhere.keys() {
        let at = format!("elsewhere.{permit}#key");
        out.known(&at, "permit", permit, catalogue.permits.keys());
    }
}

/// That the profile asks what is relied on, and that what questions are filled in from is there.
pub(super) fn judge_profile(profile: &ProfileForm, (catalogue, roles): (&Catalogue, &Roles), out: &mut Faults) {
    for role in profile.people.keys() {
        out.known(&format!("people.{role}#key"), "role", role, roles.roles.keys());
    }
    let asked: Vec<String> = profile.form.fields.iter().map(|field| field.id.clone()).collect();
    out.all_known("open", "question", &profile.open, &asked);
    out.all_known("own", "question", &profile.own, &asked);
    for missing in catalogue.profile.iter().filter(|id| !asked.contains(id)) {
        out.say(
            "form.fields",
            format_args!("The question `{missing}` is missing, and it is relied on. Add it."),
        );
    }
    for (name, source) in &catalogue.prefill {
        let Some(id) = name.strip_prefix("profile.") else {
            continue;
        };
        let index = asked.iter().position(|one| one == id);
        let found = index
            .and_then(|index| profile.form.fields.get(index))
            .map(|field| field.kind);
        if found.is_none() || found != source.kind {
            let at = index.map_or_else(
                || "form.fields".to_owned(),
                |index| format!("form.fields[{index}].type"),
            );
            let kind = serde_json::to_value(source.kind).unwrap_or_default();
            let wanted = kind.as_str().unwrap_or("text");
            out.say(
                &at,
                format_args!("The catalogue fills in `{name}` as `{wanted}`. Give the question `{id}` that type."),
            );
        }
    }
    out.form("form", &profile.form);
    prefilled("form", &profile.form, out);
}

fn prefilled(at: &str, form: &Form, out: &mut Faults) {
    for (index, field) in form.fields.iter().enumerate() {
        if field.prefill.is_some() {
            out.say(
                &format!("{at}.fields[{index}].prefill"),
                "Only forms of workflows are filled in. Take `prefill` away.",
            );
        }
    }
}

/// That nothing is forgotten while it is still used.
pub(super) fn judge_retention(keep: &Retention, catalogue: &Catalogue, out: &mut Faults) {
    let subjects: Vec<&String> = catalogue.subjects.keys().collect();
    for (word, days) in [
        ("codes", keep.codes),
        ("sessions", keep.sessions),
        ("invitations", keep.invitations),
    ] {
        out.between(word, days, 1, 3660);
    }
    out.between("bids_not_chosen", keep.bids_not_chosen, 1, 30);
    out.between("erasure.decisions.years", keep.erasure.decisions.years, 1, 30);
    for (kind, term) in &keep.erasure.records {
        let at = format!("erasure.records.{kind}");
        out.known(&at, "kind of record", kind, subjects.iter().copied());
        out.between(&format!("{at}.years"), term.years, 1, 30);
    }
}

/// Letters that tell of something and ask nothing.
pub(super) fn news(sources: &[Source]) -> BTreeMap<String, String> {
    let mail = sources.iter().filter(|one| one.shelf == source::Shelf::Mail);
    mail.filter_map(|one| Some((one.name.clone(), in_head(&one.text, "news")?)))
        .collect()
}

/// Mail templates that can be answered by email: the permit that an answer needs.
pub(super) fn replies(sources: &[Source]) -> BTreeMap<String, String> {
    let mail = sources.iter().filter(|one| one.shelf == source::Shelf::Mail);
    mail.filter_map(|one| Some((one.name.clone(), in_head(&one.text, "replies")?)))
        .collect()
}

/// What anybody may ask to be told of; that it fits the templates.
pub(super) fn judge_subscriptions(terms: &Terms, catalogue: &Catalogue, out: &mut Faults) {
    if let Some((at, fault)) = terms.fault() {
        out.say(at, fault);
    }
    out.known("letter", "mail template", &terms.letter, catalogue.mail.keys());
    for (mail, topic) in &catalogue.mail_topics {
        if !terms.topics.contains_key(topic) {
            let suggest = near::suggest(topic, terms.topics.keys().map(String::as_str).collect::<Vec<_>>());
            out.say(
                "topics",
                format_args!("templates/mail/{mail}.md.hbs names the topic `{topic}`, which is not here. {suggest}"),
            );
        }
    }
}

/// The kind of record that a template says it speaks of.
pub(super) fn context_of(source: &Source) -> String {
    in_head(&source.text, "context").unwrap_or_else(|| "any".to_owned())
}

/// A word of a template's front matter.
pub(super) fn in_head(text: &str, key: &str) -> Option<String> {
    text.lines()
        .skip(1)
        .take_while(|line| line.trim_end() != "---")
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))
        .map(|word| word.trim().to_owned())
}
