//! That what the vocabulary says fits together, and what templates say of themselves.

use std::collections::BTreeMap;

use accord_engine::definition::vocabulary::{Catalogue, Roles};
use anyhow::bail;
use indexmap::IndexMap;

use super::{CATALOGUE, PROFILE, ProfileForm, ROLES, SUBSCRIPTIONS, Shelf, WorkForms, reading::must};
use crate::{
    domain::subscriptions::Terms,
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

/// That what keeps a role out is an exclusion that there is.
pub(super) fn keeps_out(roles: &Roles, catalogue: &Catalogue) -> anyhow::Result<()> {
    for (name, role) in &roles.roles {
        for exclusion in &role.kept_out_by {
            if !catalogue.exclusions.contains_key(exclusion) {
                let known: Vec<&str> = catalogue.exclusions.keys().map(String::as_str).collect();
                bail!(
                    "{ROLES}: `{name}` is kept out by `{exclusion}`, which is no exclusion of the catalogue; there are: {}",
                    known.join(", ")
                );
            }
        }
    }
    Ok(())
}

/// That what waits for somebody is work, and that a collection says until when.
pub(super) fn waits(catalogue: &Catalogue) -> anyhow::Result<()> {
    for (permit, waits) in &catalogue.waits {
        if !catalogue.permits.contains_key(permit) {
            bail!("{CATALOGUE}: `waits` names `{permit}`, which is no permit of the catalogue");
        }
        let collection = waits.collection();
        if !catalogue
            .subjects
            .values()
            .any(|kind| kind.collections.contains_key(collection))
        {
            bail!("{CATALOGUE}: `waits` of `{permit}` goes by `{collection}`, which is a collection of no record");
        }
    }
    Ok(())
}

/// That the profile asks what is relied on, and that what questions are filled in from is there.
pub(super) fn filled_in(profile: &ProfileForm, work: &WorkForms, catalogue: &Catalogue) -> anyhow::Result<()> {
    let asked = |id: &str| profile.form.fields.iter().find(|field| field.id == id);
    if let Some(missing) = catalogue
        .profile
        .iter()
        .chain(&profile.open)
        .chain(&profile.own)
        .find(|id| asked(id).is_none())
    {
        bail!("{PROFILE}: there is no question `{missing}`, which is relied on");
    }
    for (name, source) in &catalogue.prefill {
        let Some(id) = name.strip_prefix("profile.") else {
            continue;
        };
        let found = asked(id).map(|field| field.kind);
        if found.is_none() || found != source.kind {
            bail!(
                "{PROFILE}: the catalogue fills in `{name}` as {:?}, and the question is {found:?}",
                source.kind
            );
        }
    }
    let forms = work.work.iter().map(|(name, one)| (name.as_str(), &one.form));
    for (name, form) in forms.chain([("profile", &profile.form)]) {
        if let Some(field) = form.fields.iter().find(|field| field.prefill.is_some()) {
            bail!(
                "`prefill` of `{}` in the form `{name}`: only forms of workflows are filled in",
                field.id
            );
        }
    }
    Ok(())
}

/// Letters that tell of something and ask nothing.
pub(super) fn news(sources: &[Source]) -> BTreeMap<String, String> {
    let mail = sources.iter().filter(|one| one.shelf == source::Shelf::Mail);
    mail.filter_map(|one| Some((one.name.clone(), in_head(&one.text, "news")?)))
        .collect()
}

/// What anybody may ask to be told of; that it fits the templates.
pub(super) fn subscriptions(shelf: &Shelf, catalogue: &Catalogue) -> anyhow::Result<Terms> {
    let terms: Terms = must(shelf, SUBSCRIPTIONS)?;
    if let Some(fault) = terms.fault() {
        bail!("{SUBSCRIPTIONS}: {fault}");
    }
    if !catalogue.mail.contains_key(&terms.letter) {
        bail!("{SUBSCRIPTIONS}: there is no mail template `{}`", terms.letter);
    }
    for (mail, topic) in &catalogue.mail_topics {
        if !terms.topics.contains_key(topic) {
            bail!("templates/mail/{mail}.md.hbs: {SUBSCRIPTIONS} has no topic `{topic}`");
        }
    }
    Ok(terms)
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
