//! Who has a power, what a bid gives away before it is opened, and other alliances.

use accord::{
    service::{
        authority::Caller,
        replies::{self, Arrived},
    },
    web::routes::{Method, ROUTES, Who},
};

use super::{CHANGEOVER, MISSING, Scene};
use crate::{
    service::award,
    web::browser::{Browser, Web},
};

#[test]
fn nobody_but_the_bidder_knows_of_a_bid_that_is_not_opened() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (_, record) = award::bid(&web.t, &round, "burngreave");
    let path = format!("/bid/{record}");
    web.signed_in("amina").get(&path).is(200).says("What is happening");
    for who in ["rachel", "tom", "anneka", "moses", "ruth", "vincent", "martin", "grace"] {
        let browser = web.signed_in(who);
        browser.get(&path).is(404);
        let page = browser.get(&format!("/round/{}", round.record));
        assert!(!page.body.contains(&record), "{who} is told of the bid");
    }
}

/// A file that somebody sends to be brought in, if they may.
fn sent(browser: &Browser<'_>, to: &str) -> String {
    let body = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
                content-type: text/csv\r\n\r\nOrganisation\r\nOurs\r\n--x--\r\n";
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    let answer = browser.send("POST", to, Some(body.to_owned()), &headers);
    match answer.status {
        303 => answer.to().rsplit('/').next().unwrap().to_owned(),
        _ => MISSING.to_owned(),
    }
}

/// An account that Leon wrote down for somebody: it waits to be typed again.
fn written_down(web: &Web, person: &str) -> String {
    let leon = web.signed_in("leon");
    let form = [
        ("person", person),
        ("way", "phone"),
        ("name", "Grace Mensah"),
        ("sort_code", "20-00-00"),
        ("number", "31926819"),
    ];
    leon.post("/put-right/accounts", &form).is(303);
    let page = leon.get("/put-right/accounts").is(200);
    let id = page.body.split("href=\"/put-right/accounts/").nth(1).unwrap();
    id.split('"').next().unwrap().to_owned()
}

/// An email that somebody sent to an address that stands in no letter: it waits.
fn came(web: &Web, text: &str) -> String {
    let app = web.t.app.clone().answered_at(Some("replies@accord.example"));
    let message = Arrived {
        to: vec!["replies+aaaa@accord.example".to_owned()],
        text: text.to_owned(),
        ..Arrived::default()
    };
    replies::take(&app, &message, None).unwrap();
    let leon = Caller::own(web.t.person("leon"));
    let all = app.reading(&web.t.alliance, |desk| replies::waiting::all(desk, &leon));
    all.unwrap().pop().unwrap().id
}

#[test]
fn powers_open_what_they_name() {
    let scene = Scene::new();
    let grace = scene.web.t.person("grace");
    // Contract managers have every power that a page asks for, but those of whoever pays; an auditor looks at everything.
    type Has = fn(&str) -> bool;
    let pays: Has = |power| power.starts_with("payments.");
    let manages: Has = |power| !power.starts_with("payments.");
    let all: [(&str, Has); 6] = [
        ("rachel", manages),
        ("tom", manages),
        ("meera", pays),
        // The board reads what is committed.
        ("grace", |power| power == "money.read"),
        ("hodan", |power| power == "money.read"),
        ("vincent", |power| power.ends_with(".read")),
    ];
    let run = scene.run();
    let pack = crate::web::packs::sent(&scene.web, "rachel");
    let account = written_down(&scene.web, &grace);
    for (who, has) in all {
        let message = came(&scene.web, who);
        let browser = scene.web.signed_in(who);
        let (appointment, delegation) = scene.of_person(&grace);
        let incident = scene.incident();
        let file = sent(&browser, "/organisations/import");
        let running = sent(&browser, "/running/import");
        for route in ROUTES {
            let Who::Power(power) = route.who else { continue };
            let there = has(power);
            let path = route
                .path
                .replace("{id}", &grace)
                .replace("{appointment}", &appointment)
                .replace("{delegation}", &delegation)
                .replace("{name}", "specification")
                .replace("{changeover}", CHANGEOVER)
                .replace(
                    "{file}",
                    if route.path.starts_with("/running") {
                        &running
                    } else {
                        &file
                    },
                )
                .replace("{run}", &run)
                .replace("{pack}", &pack)
                .replace("{account}", &account)
                .replace("{message}", &message)
                .replace("{incident}", &incident);
            let answer = match route.method {
                Method::Get => browser.get(&path),
                Method::Post | Method::Put | Method::Delete => browser.post(&path, &[]),
            };
            assert_eq!(answer.status != 404, there, "{who}: {path}: {}", answer.status);
        }
    }
    let elsewhere = scene.web.signed_in("rachel");
    elsewhere.post(&format!("/people/{MISSING}/invite"), &[]).is(404);
}
