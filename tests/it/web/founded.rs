//! A new installation: before anything is founded, and the first manager's first hour.

use accord::service::founding;

use super::browser::{Web, words};

#[test]
fn a_server_without_an_alliance_says_what_to_do_on_every_page() {
    let web = Web::unfounded();
    let nobody = web.browser();
    for path in ["/", "/sign-in", "/register", "/nothing", "/landscape"] {
        let page = nobody.get(path);
        assert_eq!(page.status, 503, "{path}");
        let said = words(&page.body);
        assert!(said.contains("There is nothing here yet"), "{path}: {said}");
        assert!(said.contains("accord found"), "{path}: {said}");
    }
    assert_eq!(nobody.get("/healthz").status, 200);
    let ready = nobody.get("/readyz");
    assert_eq!(
        (ready.status, ready.body.as_str()),
        (503, "no alliance has been founded yet: accord found FILE\n")
    );
}

#[test]
fn whoever_was_named_to_manage_it_signs_in_and_begins() {
    let mut web = Web::unfounded();
    let library = web.t.app.library.clone();
    let text = library.shelf.get(founding::EXAMPLE).unwrap();
    let file = founding::read("alliance.yaml", text, &library).unwrap();
    let done = founding::found(&web.t.app, file, "Kit", false).unwrap();
    assert_eq!(done.managers, ["Alex Morgan", "Sam Okonkwo"]);
    web.t.alliance = done.alliance;
    let letters = web.posted();
    assert_eq!(letters.len(), 2);
    assert!(
        letters.iter().all(|one| one.payload.contains("\"by\":\"Kit\"")),
        "{letters:?}"
    );

    assert_eq!(web.browser().get("/readyz").status, 200);
    let page = words(&web.browser().get("/landscape").body);
    assert!(page.contains("East Northtown"), "{page}");

    let alex = web.signed_in("alex");
    for path in [
        "/",
        "/people",
        "/organisations",
        "/procurements",
        "/start",
        "/operations",
        "/bodies",
        "/interests",
    ] {
        let page = alex.get(path);
        assert_eq!(page.status, 200, "{path}: {}", words(&page.body));
    }
    let home = words(&alex.get("/").body);
    assert!(
        home.contains("To begin with") && home.contains("2 so far. A spreadsheet"),
        "{home}"
    );
    let started = web.t.specification();
    let page = alex.get(&format!("/specification/{}", started.1));
    assert_eq!(page.status, 200, "{}", words(&page.body));
    let home = words(&alex.get("/").body);
    assert!(!home.contains("To begin with"), "{home}");
}
