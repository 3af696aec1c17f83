//! An alliance that has hosts already begins where it is: contracts, posts and past returns from files. Nothing is
//! written until it is confirmed, with anything wrong nothing is brought in, and the same files change nothing twice.

use std::fmt::Write as _;

use accord_store::{journal, subjects};

use super::browser::{Answer, Browser, Web, words};

const HERE: &str = "/running/import";
const CONTRACTS: &str = "Contract number,Host,Networks,Other services,First day,Last day,Price for a year,May be extended,\
                         Signed on,Where it is kept,Returns here from";

/// Sends files as a browser does; each is its name and what stands in it.
fn send(browser: &Browser<'_>, files: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, text) in files {
        let _ = write!(
            body,
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/csv\r\n\r\n\
             {text}\r\n"
        );
    }
    body.push_str("--x--\r\n");
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    browser.send("POST", HERE, Some(body), &headers)
}

fn looked(browser: &Browser<'_>, files: &[(&str, &str)]) -> (String, Answer) {
    let sent = send(browser, files).is(303);
    let path = sent.to().to_owned();
    let page = browser.get(&path).is(200);
    (path, page)
}

fn of_kind(web: &Web, kind: &str) -> Vec<subjects::SubjectRow> {
    let read = |db: &mut accord_store::Db| subjects::of_kind(db, &web.t.alliance, kind);
    web.t.app.store.read(read).unwrap()
}

fn two_hosts() -> String {
    format!(
        "\u{feff}Hosts of the alliance;;;;;;;;;;\r\n{}\r\n\
         PSF-2024-01;Carers' Corner;Hillsborough, Foundry;;01/04/2025;31/03/2028;£38,500.00;yes;12/03/2025;Shared drive;\r\n\
         PSF-2024-02;don-valley-minds;University;Peer worker coordinator, whole city;1 April 2025;31/03/2028;52000;no;12/03/2025;Shared drive;\r\n",
        CONTRACTS.replace(',', ";")
    )
}

const POSTS: &str = "Contract number,Post,How it is now,Since\r\nPSF-2024-01,Peer support worker 1,filled,01/05/2025\r\n\
                     psf-2024-02,Coordinator,vacant,2025-09-01\r\n";

/// A file of returns with the template's own headings.
fn returns(web: &Web, rows: &[(&str, &str)]) -> String {
    let head = web.signed_in("rachel").get(&format!("{HERE}/returns.csv")).is(200).body;
    let columns = csv::ReaderBuilder::new()
        .from_reader(head.as_bytes())
        .headers()
        .unwrap()
        .len();
    let mut out = head;
    for (contract, quarter) in rows {
        let numbers = vec!["12"; columns - 2].join(",");
        let _ = write!(out, "{contract},{quarter},{numbers}\r\n");
    }
    out
}

#[test]
fn what_runs_is_brought_in_and_the_next_return_opens_by_itself() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    rachel.get(HERE).is(200).says("nothing is written until you confirm it");
    let (file, given) = (two_hosts(), returns(&web, &[("PSF-2024-01", "01/07/2025")]));
    let files = [
        ("posts.csv", POSTS),
        ("contracts.csv", file.as_str()),
        ("returns.csv", given.as_str()),
    ];
    let (path, page) = looked(&rachel, &files);
    let page = page
        .says("2 contracts, 2 posts and 1 past return would be brought in")
        .says("Carers&#39; Corner");
    assert!(of_kind(&web, "contract").is_empty(), "nothing is written before");
    for who in ["tom", "grace"] {
        assert_ne!(web.signed_in(who).get(&path).status, 200, "{who}");
    }
    rachel.post(&path, &[("seen", "other")]).is(409);
    rachel.post(&path, &[("seen", &page.hidden("seen"))]).is(303);
    rachel.post(&path, &[("seen", &page.hidden("seen"))]).is(409);
    rachel
        .get(&path)
        .is(200)
        .says("2 contracts, 2 posts and 1 past return were brought in");
    // Real instances, in the right state, with their host, their money and their networks.
    let contracts = of_kind(&web, "contract");
    assert_eq!(contracts.len(), 2);
    rachel
        .get("/money")
        .is(200)
        .says("Carers&#39; Corner")
        .says("£271,500")
        .says("In force");
    let round = &of_kind(&web, "round")[0];
    rachel
        .get(&format!("/round/{}", round.id))
        .is(200)
        .says("Services that were running before");
    let first = contracts.iter().find(|one| one.title == "Carers' Corner").unwrap();
    rachel
        .get(&format!("/contract/{}", first.id))
        .is(200)
        .says("The service is running")
        .says("Brought in from contracts.csv, row 3");
    let past = of_kind(&web, "return");
    assert_eq!(past.len(), 1, "no past quarter is asked for once more");
    assert!(past[0].data.contains("2025-Q2"), "{}", past[0].data);
    // The journal says who, from which file, and nothing of it twice.
    let read = |db: &mut accord_store::Db| journal::page(db, &web.t.alliance, 0, 10_000);
    let entries = web.t.app.store.read(read).unwrap();
    let whole: Vec<_> = entries
        .iter()
        .filter(|row| row.body.contains("\"ran_before\":{"))
        .collect();
    assert!(whole.len() == 1 && whole[0].body.contains("sha256") && whole[0].body.contains("\"contracts\":2"));
    // The same files once more change nothing.
    let (_, page) = looked(&rachel, &files);
    page.says("5 lines say what stands here already")
        .says("There is nothing to confirm");
    // A quarter ends: the return opens by itself, for the host to give.
    web.t.clock.advance(chrono::TimeDelta::days(95));
    accord::service::clocks::fire_due(&web.t.app).unwrap();
    let opened: Vec<_> = of_kind(&web, "return")
        .into_iter()
        .filter(|one| !one.data.contains("2025-Q2"))
        .collect();
    assert!(
        opened.len() >= 2 && opened.len() % 2 == 0,
        "one for each host and quarter: {}",
        opened.len()
    );
}

#[test]
fn a_long_file_with_fifty_faults_names_each_and_brings_nothing_in() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let mut file = format!("{CONTRACTS}\r\n");
    for row in 0..2000_u32 {
        // Five sorts of fault, ten of each.
        let bad = row % 40 == 7;
        let sort = row / 40 % 5;
        let host = if bad && sort == 0 {
            "Nobody's Friends"
        } else {
            "Carers' Corner"
        };
        let ends = if bad && sort == 1 { "31/02/2028" } else { "31/03/2028" };
        let price = if bad && sort == 2 {
            "about a lot"
        } else {
            "\"£38,500.50\""
        };
        let extend = if bad && sort == 3 { "perhaps" } else { "no" };
        let kept = if bad && sort == 4 {
            "seen for 943 476 5919"
        } else {
            "Shared drive"
        };
        let _ = write!(
            file,
            "PSF-{row},{host},Foundry,,01/04/2025,{ends},{price},{extend},12/03/2025,{kept},\r\n"
        );
    }
    let (path, page) = looked(&rachel, &[("ours.csv", &file)]);
    let page = page
        .says("50 cells are wrong, so nothing is brought in yet")
        .says("There is nothing to confirm");
    let wrong = rachel.get(&format!("{path}?as=csv")).is(200).body;
    assert_eq!(wrong.lines().count(), 51, "{wrong}");
    for says in [
        "ours.csv,9,Host,Nobody's Friends,\"No organisation here is called",
        "ours.csv,49,Last day,31/02/2028,",
        "ours.csv,89,Price for a year,about a lot,",
        "ours.csv,129,May be extended,perhaps,",
        "ours.csv,169,Where it is kept,,",
    ] {
        assert!(wrong.contains(says), "{says}: {wrong}");
    }
    assert!(
        !wrong.contains("943") && !words(&page.body).contains("943 476"),
        "a number is told to nobody again"
    );
    rachel.post(&path, &[("seen", "anything")]).is(409);
    assert!(of_kind(&web, "contract").is_empty() && of_kind(&web, "round").is_empty());
}

#[test]
fn what_is_wrong_says_where_and_how_to_mend_it() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    for (file, says) in [
        (
            "Name,Age\r\nx,1\r\n".to_owned(),
            "Its headings are not those of contracts, posts or returns",
        ),
        (format!("{CONTRACTS},Host\r\n"), "Two columns are called “Host”"),
        (CONTRACTS.replace("Signed on,", ""), "There is no column “Signed on”"),
        (format!("{CONTRACTS}\r\n"), "It has headings and no rows"),
        (
            format!("{CONTRACTS}\r\nA,Carers' Corner,Atlantis,,01/04/2025,31/03/2028,5,no,01/01/2025,x,\r\n"),
            "“Atlantis” is no network here. Write one or more of: City Centre;",
        ),
        (
            format!("{CONTRACTS}\r\nA,Carers' Corner,,,01/04/2025,31/03/2028,5,no,01/01/2025,x,\r\n"),
            "Say which networks it is for, or what else under “Other services”",
        ),
        (
            format!("{CONTRACTS}\r\nA,Carers' Corner,all,,01/04/2024,31/03/2025,5,no,01/01/2025,x,\r\n"),
            "It has ended. Only contracts that run are brought in",
        ),
        (POSTS.to_owned(), "No contract PSF-2024-01 is in these files"),
    ] {
        let (_, page) = looked(&rachel, &[("ours.csv", &file)]);
        assert!(words(&page.body).contains(says), "{says}: {}", words(&page.body));
    }
    send(&rachel, &[]).is(422).says("Select one file or more.");
}
