//! Feeds: notices and opportunities for programs that read news (Atom, RFC 4287; JSON Feed 1.1), dates for calendars (RFC 5545).

use chrono::{DateTime, SecondsFormat, Utc};
use icalendar::{Calendar, Component, Event, EventLike};
use serde_json::{Value, json};

use super::escape::{one_line, xml};

/// A feed of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its own address, which is also its id.
    pub href: String,
    /// The page that it is the feed of.
    pub page: String,
    /// Its title.
    pub title: String,
    /// Who publishes.
    pub author: String,
    /// When something was last published; the beginning of time if nothing ever was.
    pub updated: DateTime<Utc>,
    /// The newest first.
    pub entries: Vec<Entry>,
}

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Never changes: `urn:uuid:…`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// In one or two sentences.
    pub summary: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The same as a file: address and kind.
    pub files: Vec<(String, &'static str)>,
}

/// The feed as JSON Feed 1.1, for programs that read no XML.
pub fn json(feed: &Feed) -> String {
    let item = |one: &Entry| {
        let files: Vec<Value> = one
            .files
            .iter()
            .map(|(url, kind)| json!({ "url": url, "mime_type": kind }))
            .collect();
        json!({
            "id": one.id,
            "url": one.href,
            "title": one_line(&one.title),
            "content_text": one.summary,
            "date_published": instant(one.at),
            "attachments": files,
        })
    };
    let whole = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": one_line(&feed.title),
        "home_page_url": feed.page,
        "feed_url": feed.href,
        "language": "en-GB",
        "authors": [{ "name": one_line(&feed.author) }],
        "items": feed.entries.iter().map(item).collect::<Vec<_>>(),
    });
    format!("{whole:#}")
}

/// The feed as text.
pub fn atom(feed: &Feed) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n");
    let line = |out: &mut String, name: &str, text: &str| {
        out.push_str(&format!("<{name}>{}</{name}>\n", xml(&one_line(text))));
    };
    line(&mut out, "id", &feed.href);
    line(&mut out, "title", &feed.title);
    line(&mut out, "updated", &instant(feed.updated));
    link(&mut out, "self", &feed.href, "application/atom+xml");
    link(&mut out, "alternate", &feed.page, "text/html");
    out.push_str(&format!(
        "<author><name>{}</name></author>\n",
        xml(&one_line(&feed.author))
    ));
    for one in &feed.entries {
        out.push_str("<entry>\n");
        line(&mut out, "id", &one.id);
        line(&mut out, "title", &one.title);
        line(&mut out, "published", &instant(one.at));
        line(&mut out, "updated", &instant(one.at));
        link(&mut out, "alternate", &one.href, "text/html");
        for (href, kind) in &one.files {
            link(&mut out, "enclosure", href, kind);
        }
        line(&mut out, "summary", &one.summary);
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn link(out: &mut String, rel: &str, href: &str, kind: &str) {
    out.push_str(&format!(
        "<link rel=\"{rel}\" type=\"{kind}\" href=\"{}\"/>\n",
        xml(href)
    ));
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A date for a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Stable, so that a date that moves takes the place of the old one.
    pub uid: String,
    /// What it is.
    pub title: String,
    /// More.
    pub says: String,
    /// Its page.
    pub href: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The calendar as text; `stamp` is when it was made.
pub fn calendar(name: &str, dates: &[Date], stamp: DateTime<Utc>) -> String {
    let mut out = Calendar::empty();
    out.append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//accord//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .append_property(("X-WR-CALNAME", one_line(name).as_str()))
        .append_property(("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"));
    for date in dates {
        let mut event = Event::with_uid(&one_line(&date.uid));
        event
            .timestamp(stamp)
            .summary(&one_line(&date.title))
            .description(&one_line(&date.says))
            .url(&date.href)
            .starts(date.at)
            .ends(date.at);
        // A deadline takes nobody's time.
        event.add_property("TRANSP", "TRANSPARENT");
        out.push(event.done());
    }
    out.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_stays_words() {
        let at: DateTime<Utc> = "2026-05-15T11:00:00Z".parse().unwrap();
        let feed = Feed {
            href: "https://a.example/feeds/notices.atom".into(),
            page: "https://a.example/notices".into(),
            title: "Notices".into(),
            author: "A & B".into(),
            updated: at,
            entries: vec![Entry {
                id: "urn:uuid:1".into(),
                title: "</title><script>".into(),
                href: "https://a.example/notices/1?a=1&b=2".into(),
                summary: "Line\r\nline".into(),
                at,
                files: Vec::new(),
            }],
        };
        let text = atom(&feed);
        let tree = roxmltree::Document::parse(&text).unwrap();
        let titles: Vec<_> = tree
            .descendants()
            .filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "title")))
            .filter_map(|node| node.text())
            .collect();
        assert_eq!(titles, ["Notices", "</title><script>"]);

        let date = Date {
            uid: "1".into(),
            title: "Bids close\r\nATTENDEE:mailto:x@y.example".into(),
            says: "midday, Friday; UK time".into(),
            href: "https://a.example/register/1".into(),
            at,
        };
        let text = calendar("Dates", &[date], at);
        assert!(!text.contains("\r\nATTENDEE"), "{text}");
        assert!(text.contains("DTSTART:20260515T110000Z"), "{text}");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }
}
