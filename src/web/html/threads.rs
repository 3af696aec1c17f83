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

const AGREE: &str = "Agree: hide these words from others";
const STAND: &str = "Do not agree: let these words stand";

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
pub fn veil(heard: &Heard, comment: &Comment) -> (Option<Inset>, Vec<Link>) {
    if let Some(found) = asked(heard, comment) {
        return found;
    }
    match &comment.hidden {
        Some(because) if comment.own || heard.may_show => {
            let says = format!("Others do not read these words, for this reason: {}", because.trim());
            let show = Link::new("Show these words again", work(heard, SHOW, comment, None));
            let notice = Inset {
                warning: true,
                paragraphs: vec![says],
                link: None,
            };
            (Some(notice), heard.may_show.then_some(show).into_iter().collect())
        }
        Some(_) => (None, Vec::new()),
        None => {
            let hide = Link::new("Hide these words from others", work(heard, HIDE, comment, None));
            let may = heard.may_hide && !comment.own;
            (None, may.then_some(hide).into_iter().collect())
        }
    }
}

/// That somebody asks that the words be hidden, for their author and for whoever may agree, and the ways to say so.
fn asked(heard: &Heard, comment: &Comment) -> Option<(Option<Inset>, Vec<Link>)> {
    let (who, because) = comment.asked.as_ref()?;
    if !(comment.own || heard.may_hide || heard.may_show) {
        return None;
    }
    let says = format!(
        "{who} asks that others no longer read these words: {} They stand until a second person agrees.",
        because.trim()
    );
    let notice = Inset {
        warning: true,
        paragraphs: vec![says],
        link: None,
    };
    let hide = Link::new(AGREE, work(heard, HIDE, comment, None));
    let stand = Link::new(STAND, work(heard, SHOW, comment, None));
    let may = [
        (heard.may_hide && !comment.own).then_some(hide),
        (heard.may_show && !comment.own).then_some(stand),
    ];
    Some((Some(notice), may.into_iter().flatten().collect()))
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
    let hide = |words: &str| (heard.may_hide && !one.own).then(|| way(HIDE, words));
    let links = match (one.hidden, &one.asked) {
        (true, _) => [
            None,
            heard
                .may_show
                .then(|| way(SHOW, "Hidden from others: show these words again")),
        ],
        (false, Some(_)) => [hide(AGREE), (heard.may_show && !one.own).then(|| way(SHOW, STAND))],
        (false, None) => [hide("Hide these words from others"), None],
    };
    links.into_iter().flatten().collect()
}
