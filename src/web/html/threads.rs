//! On the page of a comment: what was said below it, what it repeats, and words that are hidden from others.

use super::{comments::href, home::record_href, sign_in::encoded};
use crate::{
    domain::words,
    service::{
        comments::{Comment, Heard},
        threads::{ASK_BACK, HIDE, REPLY, Reply, SHOW},
    },
    views::{
        components::{
            link::Link,
            text::Inset,
            timeline::{Moment, Timeline},
        },
        pages::sheet::Part,
    },
};

fn work(heard: &Heard, permit: &str, comment: &Comment, reply: Option<&Reply>) -> String {
    let record = &heard.seen.record;
    let reply = reply.map(|one| format!("&reply={}", encoded(&one.id)));
    format!(
        "{}/work/{permit}?comment={}{}",
        record_href(&record.kind, &record.id),
        encoded(&comment.id),
        reply.unwrap_or_default()
    )
}

/// The comment that said it before.
pub fn same_as(heard: &Heard, comment: &Comment) -> Option<Link> {
    let (id, number) = comment.same_as.as_ref()?;
    let record = &heard.seen.record;
    let words = format!("Comment {number} said it before; its answer is there");
    Some(Link::new(words, format!("{}/{id}", href(&record.kind, &record.id))))
}

/// That others do not read the words, for whoever does; and the way to hide or show them.
pub fn veil(heard: &Heard, comment: &Comment) -> (Option<Inset>, Option<Link>) {
    match &comment.hidden {
        Some(because) if comment.own || heard.may_show => {
            let says = format!("Others do not read these words, for this reason: {}", because.trim());
            let show = Link::new("Show these words again", work(heard, SHOW, comment, None));
            let notice = Inset {
                warning: true,
                paragraphs: vec![says],
                link: None,
            };
            (Some(notice), heard.may_show.then_some(show))
        }
        Some(_) => (None, None),
        None => {
            let hide = Link::new("Hide these words from others", work(heard, HIDE, comment, None));
            (None, (heard.may_hide && !comment.own).then_some(hide))
        }
    }
}

/// What was said below it, and the way to say more.
pub fn below(heard: &Heard, comment: &Comment) -> Option<Part> {
    let moments = comment.below.iter().map(|one| Moment {
        words: words::stamp(one.at),
        machine: one.at.to_rfc3339(),
        title: if one.own { "You".to_owned() } else { one.by.clone() },
        text: Some(one.text.clone()),
        links: ways(heard, comment, one),
        ..Moment::default()
    });
    let moments: Vec<Moment> = moments.collect();
    let more = (comment.own && heard.may_reply)
        .then(|| Link::new("Say more below your comment", work(heard, REPLY, comment, None)));
    let ask = heard
        .may_ask_back
        .then(|| Link::new("Ask back, or say more", work(heard, ASK_BACK, comment, None)));
    let links: Vec<Link> = more.into_iter().chain(ask).collect();
    if moments.is_empty() && links.is_empty() {
        return None;
    }
    Some(Part {
        timeline: Some(Timeline {
            moments,
            all_ahead: false,
            empty: "Nothing yet.".to_owned(),
        }),
        links,
        ..Part::new("below", "What was said below it")
    })
}

fn ways(heard: &Heard, comment: &Comment, one: &Reply) -> Vec<Link> {
    let way = |permit: &str, words: &str| Link::new(words, work(heard, permit, comment, Some(one)));
    let link = match one.hidden {
        true => heard
            .may_show
            .then(|| way(SHOW, "Hidden from others: show these words again")),
        false => (heard.may_hide && !one.own).then(|| way(HIDE, "Hide these words from others")),
    };
    link.into_iter().collect()
}
