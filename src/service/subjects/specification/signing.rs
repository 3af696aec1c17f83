//! What somebody is shown before they answer about a text: the text, what changed since they answered
//! last, and the answers that people are not happy with.

use accord_store::{sections, threads};

use super::{attachments, history::History, parts, spelling, text};
use crate::{
    domain::{specification::parts::Part, words},
    service::{
        app::Desk,
        fault::Fault,
        subjects::{About, ToRead, data},
    },
};

/// Digits of a fingerprint that people can compare by eye.
const DIGITS: usize = 12;

/// What there is to read.
pub(super) fn to_read(desk: &mut Desk<'_>, about: About<'_>, person: &str) -> Result<Vec<ToRead>, Fault> {
    let rows = sections::of_subject(desk.db, &about.row.id)?;
    let history = History::of(desk, &about.row.id)?;
    let sections_in = words::count(whole(parts::of(&rows, Part::Text).len()), "section", "sections");
    let mut out = vec![ToRead::at(
        format!("Read the text: {sections_in}, version {}", history.version()),
        "/text",
    )];
    for part in [Part::Clauses, Part::Measures] {
        let number = parts::of(&rows, part).len();
        if number > 0 {
            let sections_in = words::count(whole(number), "section", "sections");
            out.push(ToRead::at(
                format!("Read with it – {}: {sections_in}", words::lower_first(part.title())),
                format!("/text#part-{}", part.word()),
            ));
        }
    }
    let own = data(about.row)?;
    let files = attachments::all(desk, &own)?.len();
    if files > 0 {
        let files = words::count(whole(files), "file that belongs", "files that belong");
        out.push(ToRead::at(
            format!("Read with it – {files} to the text"),
            "/attachments",
        ));
    }
    let ballots = about.snapshot.into_iter().flat_map(|one| one.ballots.values());
    let votes = ballots.flat_map(|ballot| ballot.votes.iter());
    let answered = votes.filter(|vote| vote.person == person).map(|vote| vote.at).max();
    if let Some(at) = answered {
        let since = history.made().iter().filter(|row| row.edited_at.utc() > at).count();
        if since > 0 {
            let changes = words::count(whole(since), "change", "changes");
            out.push(ToRead::at(
                format!("What has changed since you answered last: {changes}"),
                "/text/changes?since=answer",
            ));
        }
    }
    let opened = about.snapshot.into_iter().flat_map(|one| one.ballots.values());
    let opened = opened
        .filter(|ballot| ballot.outcome.is_none())
        .map(|ballot| ballot.opened_at)
        .min();
    for one in spelling::stood(desk, &own) {
        if opened.is_some_and(|opened| one.at >= opened) {
            out.push(ToRead::at(
                format!(
                    "Spelling in ‘{}’ was corrected on {}. {} confirmed that it means the same, so answers from before \
                     count for it; you can change yours",
                    one.section,
                    words::day(words::local_day(one.at)),
                    one.house
                ),
                "/text/changes",
            ));
        }
    }
    let comments = sections::comments(desk.db, &about.row.id)?;
    let unhappy = comments
        .iter()
        .filter(|one| one.content_with_answer == Some(false))
        .count();
    if unhappy > 0 {
        let people = words::count(whole(unhappy), "comment", "comments");
        out.push(ToRead::at(
            format!("Answers that people are not happy with: {people}"),
            "/comments?stands=not-happy",
        ));
    }
    let hidden = threads::hidden(desk.db, &about.row.id)?.len();
    if hidden > 0 {
        out.push(ToRead::at(
            format!("Words that are hidden from others, and why: {hidden}"),
            "/comments?words=hidden",
        ));
    }
    if !comments.is_empty() {
        let all = words::count(whole(comments.len()), "comment", "comments");
        out.push(ToRead::at(
            format!("{} with their answers", words::upper_first(&all)),
            "/comments",
        ));
    }
    let prints = text::prints(desk, about)?;
    let first = |part: Part| prints.of(part).chars().take(DIGITS).collect::<String>();
    let text = first(Part::Text);
    let files = match prints.files.is_empty() {
        true => String::new(),
        false => format!(
            ", that of the files with {}",
            prints.files.chars().take(DIGITS).collect::<String>()
        ),
    };
    let with_it = match rows.iter().any(|row| row.part != Part::Text.word()) {
        true => format!(
            ", that of the clauses with {}, that of what hosts count with {}",
            first(Part::Clauses),
            first(Part::Measures)
        ),
        false => String::new(),
    };
    out.push(ToRead::says(format!(
        "Your answer is for these words and no others: the fingerprint of the text begins with {text}{with_it}{files}. If \
         a word or a file changes, your answer no longer counts, and we tell you what changed."
    )));
    Ok(out)
}

fn whole(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
