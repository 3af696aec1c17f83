//! What two people recorded for somebody, or corrected, as the journal says it.

use accord_engine::{effect::Move, journal::JournalEntry};
use accord_store::{people, recordings, submissions};
use chrono::{DateTime, Utc};
use serde_json::Value as Json;

use super::Line;
use crate::{
    domain::words,
    service::{
        app::Desk,
        authority::{Caller, powers},
        fault::Fault,
        places::{Place, Verb},
        putting_right,
        transition::Loaded,
    },
};

/// A line about an act that others recorded: by whom, how it came, and on which days.
///
/// Nothing of an act that tells of a record which nobody may know of yet.
pub(super) fn beside(
    desk: &mut Desk<'_>,
    loaded: &Loaded,
    entry: &JournalEntry,
    line: Option<Line>,
    body: &str,
) -> Result<Option<Line>, Fault> {
    // Few entries have it, and reading each a second time would cost all of them.
    if !body.contains("\"recorded\"") {
        return Ok(line);
    }
    let body: Json = serde_json::from_str(body)?;
    let Some(recorded) = body.get("recorded") else {
        return Ok(line);
    };
    let Some(mut line) = line else {
        return Ok(None);
    };
    let took = entry.trace.moves.iter().find_map(|one| match one {
        Move::Took { state, event, .. } => Some(Place {
            verb: Verb::Act,
            state: state.to_string(),
            event: event.to_string(),
        }),
        Move::Left(_) | Move::Entered(_) => None,
    });
    if let Some(place) = took
        && putting_right::tells(desk, loaded, &place)?
    {
        return Ok(None);
    }
    let text = |name: &str| recorded.get(name).and_then(Json::as_str).unwrap_or_default();
    let way = way(desk, text("way"));
    let (first, second) = (name(desk, text("by"))?, name(desk, text("confirmed_by"))?);
    line.what = format!(
        "{}. {first} wrote it down, said {way} on {}, and {second} confirmed it",
        line.what,
        day(text("said_on"))
    );
    Ok(Some(line))
}

/// A line about what was written down, confirmed or not, or corrected.
///
/// What waits, or was not confirmed, is nobody's act: it stands here only for whoever could confirm it.
pub(super) fn noted(desk: &mut Desk<'_>, at: DateTime<Utc>, body: &Json, reader: &str) -> Result<Option<Line>, Fault> {
    let text = |path: &str| body.pointer(path).and_then(Json::as_str).unwrap_or_default();
    let line = |who: String, what: String| Line {
        at,
        who: Some(who).filter(|name| !name.is_empty()),
        what,
        now: None,
    };
    if !text("/corrected/submission").is_empty() {
        let sent = submissions::load(desk.db, &desk.alliance, text("/corrected/submission"))?;
        if !putting_right::sent_readable_by(desk, reader, &sent)? {
            return Ok(None);
        }
        let whose = name(desk, text("/corrected/of"))?;
        let second = name(desk, text("/corrected/confirmed_by"))?;
        let who = name(desk, text("/corrected/by"))?;
        return Ok(Some(line(
            who,
            format!("Corrected what {whose} had filled in; {second} confirmed it"),
        )));
    }
    match powers::judge(desk, &Caller::own(reader), putting_right::POWER) {
        Ok(()) => {}
        Err(Fault::Refused(_)) => return Ok(None),
        Err(other) => return Err(other),
    }
    let kept = recordings::load(desk.db, &desk.alliance, text("/recording/id"))?;
    let Some(kept) = kept else { return Ok(None) };
    if !putting_right::readable_by(desk, reader, &kept)? {
        return Ok(None);
    }
    let (whose, what) = (name(desk, text("/recording/for"))?, text("/recording/what"));
    Ok(match text("/recording/status") {
        "waiting" => {
            let who = name(desk, text("/recording/by"))?;
            Some(line(
                who,
                format!("Wrote down for {whose}: {what}. It waits for a second person"),
            ))
        }
        "refused" => {
            let who = name(desk, text("/recording/settled_by"))?;
            Some(line(
                who,
                format!("Did not confirm what was written down for {whose}: {what}"),
            ))
        }
        // What was confirmed stands beside the act itself.
        _ => None,
    })
}

fn way(desk: &Desk<'_>, word: &str) -> String {
    let known = desk.app.library.put_right.ways.get(word);
    known.map_or_else(String::new, |way| way.title.to_lowercase())
}

fn day(text: &str) -> String {
    text.parse().map(words::day).unwrap_or_default()
}

fn name(desk: &mut Desk<'_>, id: &str) -> Result<String, Fault> {
    Ok(people::load(desk.db, id)?.map(|one| one.name).unwrap_or_default())
}
