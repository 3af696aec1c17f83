//! The whole demonstration, played: every stop of the tour is there, and from every page that one of
//! each sort of people can reach, every link leads somewhere.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use accord::{
    cli::demo,
    service::library::{Library, Shelf},
    web::site::Go,
};

use super::browser::{At, Browser, words};

/// How many pages are looked at as one person.
const PAGES: usize = 60;

/// Every address of ours on a page.
fn links(body: &str) -> BTreeSet<String> {
    let all = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.map(|href| href.replace("&amp;", "&").replace("&#x3D;", "="))
        .filter(|href| href.starts_with('/') && !href.starts_with("/assets/"))
        .map(|href| href.split('#').next().unwrap().to_owned())
        .collect()
}

/// Looks at pages as somebody, beginning with Home, and says what answers otherwise than it should.
fn walk(browser: &Browser<'_>, who: &str, wrong: &mut Vec<String>) -> usize {
    let mut seen = BTreeSet::new();
    let mut ahead: VecDeque<(String, String)> = [("/".to_owned(), "the start".to_owned())].into();
    // One page of each kind before another of the same: what differs in its ids only comes later.
    let kind = |path: &str| {
        path.split('?')
            .next()
            .unwrap()
            .split('/')
            .filter(|part| part.len() < 20)
            .collect::<Vec<_>>()
            .join("/")
    };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    while let Some((path, from)) = ahead.pop_front() {
        let known = kinds.entry(kind(&path)).or_default();
        if *known >= 4 || seen.len() >= PAGES || !seen.insert(path.clone()) {
            continue;
        }
        *known += 1;
        let answer = browser.get(&path);
        if answer.status != 200 && answer.status != 303 {
            wrong.push(format!(
                "{who}: {path} (from {from}): {} {}",
                answer.status,
                words(&answer.body)
            ));
            continue;
        }
        ahead.extend(links(&answer.body).into_iter().map(|link| (link, path.clone())));
    }
    seen.len()
}

#[test]
fn the_demonstration_has_everything_that_the_tour_speaks_of() {
    let folder = tempfile::tempdir().unwrap();
    let library = Arc::new(Library::read(Shelf::built_in()).unwrap());
    let (site, _worker) = demo::build(&library, folder.path(), "sheffield", "http://127.0.0.1:8080").unwrap();
    let tour = site.demo.as_ref().unwrap().tour();
    assert_eq!(tour.len(), 5);
    let minutes: u32 = tour.iter().map(|step| step.minutes).sum();
    assert_eq!(minutes, 10, "it says that it takes ten minutes");
    let at = At::demo(Arc::new(site));
    let browser = Browser::at(&at);

    let mut page = browser.get("/demo/tour").is(200);
    for (step, number) in tour.iter().zip(1..) {
        page = page.says(&format!("{number}. {}", step.title));
        for (stop, place) in step.stops.iter().zip(1..) {
            page = page.says(&stop.button);
            match &stop.go {
                Go::See { person, next } => {
                    let signed_in = browser
                        .post("/demo/sign-in-as", &[("person", person), ("next", next)])
                        .is(303);
                    assert_eq!(signed_in.to(), next);
                    browser.get(next).is(200);
                }
                Go::Check { .. } => {
                    let (step, stop) = (number.to_string(), place.to_string());
                    let form = [("step", step.as_str()), ("stop", stop.as_str())];
                    browser
                        .post("/demo/tour/check", &form)
                        .is(200)
                        .says("This path breaks the guarantee");
                }
                Go::Verify => {
                    let page = browser
                        .post("/demo/tour/verify", &[])
                        .is(200)
                        .says("The journal is whole");
                    page.says("The copy is not whole: line ");
                }
                Go::Wait(days) => assert!((1..=92).contains(days)),
            }
        }
    }
    browser
        .post("/demo/tour/check", &[("step", "1"), ("stop", "1")])
        .is(404);
    browser
        .post("/demo/tour/check", &[("step", "9"), ("stop", "1")])
        .is(404);

    // One of each group, and everything that they can reach.
    let page = browser.get("/demo").is(200);
    let mut wrong = Vec::new();
    let mut looked = 0;
    for group in page.body.split("<details").skip(1) {
        let person = group
            .split("name=\"person\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        browser.post("/demo/sign-in-as", &[("person", person)]).is(303);
        let who = group.split("<summary>").nth(1).unwrap().split('<').next().unwrap();
        looked += walk(&browser, who, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(looked > 100, "only {looked} pages were found");

    // A quarter passes, and everything on the way happens.
    let before = at.site().app.clock.now();
    browser
        .post("/demo/clock", &[("days", "91"), ("next", "/demo/tour")])
        .is(303);
    assert!(at.site().app.clock.now() - before >= chrono::TimeDelta::days(91));
}
