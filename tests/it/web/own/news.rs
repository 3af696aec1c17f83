//! News and letters: when they come, and what became of them.

use accord::service::own::digest;
use chrono::TimeDelta;

use super::{READER, address, all_sorts, letters, set_aside};
use crate::{
    support::worker,
    web::browser::{Browser, Web},
};

fn wish(browser: &Browser<'_>, news: &str, wanted: &[&str], quiet: &str) {
    let mut form = vec![("news", news), ("quiet", quiet)];
    form.extend(wanted.iter().map(|one| ("wanted", *one)));
    browser.post("/account/notifications", &form).is(303);
}

#[test]
fn news_waits_and_comes_together_once() {
    let web = Web::new();
    let sorts = all_sorts(&web);
    let sorts: Vec<&str> = sorts.iter().map(String::as_str).collect();
    let reader = web.signed_in(READER);
    wish(&reader, "digest", &sorts, "no");
    reader
        .get("/account/notifications?saved=yes")
        .says("Your choice is saved");
    set_aside(&web);
    set_aside(&web);
    let (worker, memory) = worker::with_mail(&web.t);
    worker.drain(web.now()).unwrap();
    let to = address(&web, READER);
    let got = || {
        memory
            .sent()
            .into_iter()
            .filter(|post| post.to == to)
            .collect::<Vec<_>>()
    };
    assert_eq!(got().len(), 0);
    reader
        .get("/account/notifications")
        .says("Waits to come together with other news");
    // Nobody else waits.
    assert!(memory.sent().len() > 1);
    assert_eq!(digest::send_due(&web.t.app).unwrap(), 0);

    // Eight the next morning, and a second time by a worker that knows nothing of the first.
    web.advance(TimeDelta::hours(23));
    assert_eq!(digest::send_due(&web.t.app).unwrap(), 1);
    assert_eq!(digest::send_due(&web.t.app).unwrap(), 0);
    worker.drain(web.now()).unwrap();
    let sent = got();
    assert_eq!(sent.len(), 1);
    let text = worker::text(&sent[0].bytes);
    assert!(text.contains("Subject: Your news from Synergy"), "{text}");
    assert_eq!(
        text.matches("https://accord.example/specification/").count() % 2,
        0,
        "{text}"
    );
    assert!(text.contains("/account/notifications"), "{text}");
    web.signed_in(READER)
        .get("/account/notifications")
        .says("Came together with other news on")
        .says("Your news from Synergy");
    // The letters themselves are done: nothing is told twice.
    web.advance(TimeDelta::hours(3));
    worker.drain(web.now()).unwrap();
    assert_eq!(got().len(), 1);
}

#[test]
fn news_that_nobody_puts_together_comes_by_itself() {
    let web = Web::new();
    let sorts = all_sorts(&web);
    let sorts: Vec<&str> = sorts.iter().map(String::as_str).collect();
    wish(&web.signed_in(READER), "digest", &sorts, "no");
    set_aside(&web);
    set_aside(&web);
    let (worker, memory) = worker::with_mail(&web.t);
    let to = address(&web, READER);
    web.advance(TimeDelta::hours(25));
    worker.drain(web.now()).unwrap();
    assert_eq!(memory.sent().iter().filter(|post| post.to == to).count(), 2);
    // Whoever comes too late to put them together sends nothing more.
    assert_eq!(digest::send_due(&web.t.app).unwrap(), 0);
    worker.drain(web.now()).unwrap();
    assert_eq!(memory.sent().iter().filter(|post| post.to == to).count(), 2);
}

#[test]
fn one_piece_of_news_comes_as_it_is() {
    let web = Web::new();
    let sorts = all_sorts(&web);
    let sorts: Vec<&str> = sorts.iter().map(String::as_str).collect();
    wish(&web.signed_in(READER), "digest", &sorts, "no");
    set_aside(&web);
    web.advance(TimeDelta::hours(23));
    assert_eq!(digest::send_due(&web.t.app).unwrap(), 0);
    let (worker, memory) = worker::with_mail(&web.t);
    worker.drain(web.now()).unwrap();
    let to = address(&web, READER);
    let sent: Vec<_> = memory.sent().into_iter().filter(|post| post.to == to).collect();
    assert_eq!(sent.len(), 1);
    assert!(!worker::text(&sent[0].bytes).contains("Your news from"));
    // News says how not to get it.
    assert!(worker::text(&sent[0].bytes).contains("https://accord.example/account/notifications"));
}

#[test]
fn what_is_not_wanted_is_not_sent_and_what_must_be_is() {
    let web = Web::new();
    wish(&web.signed_in(READER), "digest", &[], "yes");
    wish(&web.signed_in("rachel"), "digest", &[], "yes");
    let (instance, _) = web.t.specification();
    let before = letters(&web, "rachel").len();
    set_aside(&web);
    assert_eq!(letters(&web, READER).len(), 0);
    // Late in the evening the clock says that time is short: that comes at once.
    web.advance(TimeDelta::hours(12));
    web.t.clock.advance(TimeDelta::days(12));
    accord::service::clocks::fire_due(&web.t.app).unwrap();
    let rows = letters(&web, "rachel");
    let near: Vec<_> = rows
        .iter()
        .skip(before)
        .filter(|row| row.instance_id.as_ref() == Some(&instance))
        .collect();
    assert!(!near.is_empty());
    assert!(
        near.iter().any(|row| row.next_at == row.created_at),
        "a reminder waits for the morning"
    );
    web.signed_in(READER)
        .get("/account/notifications")
        .says("We have not written to you yet");
}

#[test]
fn quiet_is_kept_until_the_morning() {
    let web = Web::new();
    let sorts = all_sorts(&web);
    let sorts: Vec<&str> = sorts.iter().map(String::as_str).collect();
    wish(&web.signed_in(READER), "at_once", &sorts, "yes");
    web.advance(TimeDelta::hours(13));
    set_aside(&web);
    let rows = letters(&web, READER);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].next_at.utc().to_rfc3339(), "2026-01-06T08:00:00+00:00");
    // Whoever wished for nothing has it now.
    let board = web.posted();
    assert!(
        board
            .iter()
            .any(|row| row.kind == "email" && row.next_at == row.created_at)
    );
    web.signed_in(READER)
        .get("/account/notifications")
        .says("Waits until 8am on Tuesday 6 January 2026, because you asked for quiet");
}

#[test]
fn letters_say_what_became_of_them_and_lead_on() {
    let web = Web::new();
    set_aside(&web);
    let reader = web.signed_in(READER);
    let page = reader
        .get("/account/notifications")
        .is(200)
        .says("On its way")
        .says("News: How a text goes on");
    assert!(page.body.contains("href=\"/specification/"));
    let (worker, _) = worker::with_mail(&web.t);
    worker.drain(web.now()).unwrap();
    reader.get("/account/notifications").says("Delivered, 5 January 2026");
    // Nobody sees anybody else's.
    web.signed_in("amina")
        .get("/account/notifications")
        .says("We have not written to you yet");
}

#[test]
fn a_calendar_has_an_address_that_can_be_renewed() {
    let web = Web::new();
    web.t.specification();
    let rachel = web.signed_in("rachel");
    let address = |page: &str| {
        let (_, rest) = page
            .split_once("https://accord.example/feeds/mine/")
            .expect("it is shown");
        format!("/feeds/mine/{}", &rest[..68])
    };
    let first = address(&rachel.post("/account/calendar", &[("do", "make")]).is(200).body);
    let anybody = web.browser();
    let feed = anybody.get(&first).is(200);
    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    assert!(
        feed.body.contains("BEGIN:VEVENT") && feed.body.contains("Peer support"),
        "{}",
        feed.body
    );
    assert_eq!(feed.header("access-control-allow-origin"), "");
    // It is shown once, and the old one leads nowhere when there is a new one, or none.
    assert!(!rachel.get("/account/notifications").body.contains("/feeds/mine/"));
    let second = address(&rachel.post("/account/calendar", &[("do", "make")]).is(200).body);
    anybody.get(&first).is(404);
    anybody.get(&second).is(200);
    rachel.post("/account/calendar", &[("do", "stop")]).is(303);
    anybody.get(&second).is(404);
    anybody.get("/feeds/mine/0000.ics").is(404);
}
