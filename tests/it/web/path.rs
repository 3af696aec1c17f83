//! The way that a record has gone: the picture, the words beside it, and the journal as a file.

use serde_json::json;

use super::browser::Web;

/// A specification that somebody took forward, and its address.
fn forward(web: &Web) -> String {
    let (instance, record) = web.t.specification();
    let why = json!({ "reason": "=Yes, \"now\"" });
    web.t.act(&instance, "rachel", "take_forward", why).unwrap();
    format!("/specification/{record}")
}

/// The strokes of the boxes in a picture, by the title in them: how thick, and whether ticked.
fn boxes(svg: &str) -> Vec<(String, bool, bool)> {
    let mut out = Vec::new();
    for line in svg.lines() {
        if line.starts_with("<rect") && line.contains("rx=") && !line.contains("fill=\"none\"") {
            out.push((String::new(), line.contains("stroke-width=\"4\""), false));
        } else if let Some(last) = out.last_mut() {
            last.2 |= line.contains(" l4 4 l7 -9");
            if let Some(text) = line.strip_prefix("<text").filter(|_| !line.contains("paint-order")) {
                let words = text.split_once('>').unwrap().1.trim_end_matches("</text>");
                last.0 = format!("{} {words}", last.0).trim().to_owned();
            }
        }
    }
    out
}

#[test]
fn the_picture_shows_where_it_is_and_where_it_has_been() {
    let web = Web::new();
    let path = forward(&web);
    let rachel = web.signed_in("rachel");
    rachel.get(&path).is(200).says("Path");
    let page = rachel
        .get(&format!("{path}/path"))
        .is(200)
        .says("it is there now, since");
    let marks = boxes(&page.body);
    let now: Vec<&(String, bool, bool)> = marks.iter().filter(|(_, now, _)| *now).collect();
    let been: Vec<&(String, bool, bool)> = marks.iter().filter(|(_, _, been)| *been).collect();
    assert_eq!(now.len(), 1, "{marks:?}");
    assert_eq!(been.len(), 1, "{marks:?}");
    assert!(marks.len() > 5 && now[0].0 != been[0].0, "{marks:?}");
    assert_eq!(
        page.body.matches(" stroke-width=\"3.5\"").count(),
        1,
        "one way was taken"
    );
    // The same in words, for who does not see the picture; and nothing that our own policy forbids.
    for (title, said) in [(&now[0].0, "it is there now"), (&been[0].0, "entered")] {
        assert!(page.body.contains(&format!("{title}: {said}")), "{title}");
    }
    let svg = page.body.split("<svg").nth(1).unwrap();
    assert!(!svg.contains("style=") && !svg.contains("<style"));
    // A number that is no process is the first one.
    for wrong in ["0", "99", "-1", "x"] {
        let other = rachel.get(&format!("{path}/path?run={wrong}")).is(200);
        assert_eq!(boxes(&other.body), marks, "{wrong}");
    }
}

#[test]
fn the_journal_is_a_file_for_who_sees_it() {
    let web = Web::new();
    let path = forward(&web);
    let file = web.signed_in("rachel").get(&format!("{path}/journal.csv")).is(200);
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.header("content-disposition").contains("journal.csv"));
    assert_eq!(file.header("access-control-allow-origin"), "");
    let mut lines = file.body.lines();
    assert_eq!(
        lines.next(),
        Some("When (UK time),Who,What happened,Where it led,Process")
    );
    let rest: Vec<&str> = lines.collect();
    assert_eq!(rest.len(), 2, "{rest:?}");
    assert!(rest[0].contains("Rachel") && rest[1].contains("It began"), "{rest:?}");
    for stranger in ["amina", "anneka", "diane"] {
        let browser = web.signed_in(stranger);
        browser.get(&format!("{path}/journal.csv")).is(404);
        browser.get(&format!("{path}/path")).is(404);
    }
}
