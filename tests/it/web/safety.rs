//! Headers, where requests come from, how much and how often.

use accord::web::{
    limits::Pace,
    routes::{Method, ROUTES},
};

use super::browser::Web;

#[test]
fn every_answer_carries_the_headers() {
    let web = Web::new();
    let browser = web.signed_in("amina");
    let mut paths: Vec<String> = ROUTES
        .iter()
        .filter(|route| route.method == Method::Get)
        .map(|route| route.path.replace(['{', '}'], ""))
        .collect();
    paths.push("/no/such/page/at/all".to_owned());
    for path in paths {
        let answer = browser.get(&path);
        assert!(
            answer
                .header("content-security-policy")
                .starts_with("default-src 'none'"),
            "{path}"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(answer.header("strict-transport-security").contains("max-age"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert!(answer.header("server").is_empty(), "{path}");
        let kept = answer.header("cache-control");
        assert!(kept == "no-store" || path.starts_with("/assets/"), "{path}: {kept}");
    }
}

#[test]
fn the_policy_of_pages_is_the_one_that_was_agreed() {
    let web = Web::new();
    assert_eq!(
        web.browser().get("/sign-in").header("content-security-policy"),
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
}

#[test]
fn assets_are_kept_for_ever_under_their_hash() {
    let web = Web::new();
    let page = web.browser().get("/sign-in");
    let path = page
        .body
        .split_once("href=\"/assets/accord.")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    for asset in accord::views::assets::all() {
        let answer = web.browser().get(&asset.address).is(200);
        assert_eq!(answer.body, asset.text);
        assert!(answer.header("cache-control").contains("immutable"));
    }
    assert!(!path.is_empty());
    web.browser().get("/assets/accord.0000000000000000.css").is(404);
}

#[test]
fn cookies_are_for_this_host_alone() {
    let web = Web::new();
    let browser = web.browser();
    browser.post("/sign-in", &[("email", "amina@burngreave.example")]);
    let answer = browser.post("/sign-in/code", &[("code", &web.code().unwrap())]);
    let cookie = &answer.headers["set-cookie"][0];
    assert!(cookie.starts_with("__Host-accord="), "{cookie}");
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
}

#[test]
fn nothing_changes_from_another_page() {
    let web = Web::new();
    for route in ROUTES
        .iter()
        .filter(|route| route.method == Method::Post && route.api.is_none())
    {
        let path = route.path.replace(['{', '}'], "");
        // What is rare may be asked again.
        web.advance(chrono::TimeDelta::minutes(2));
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://accord.example")],
            &[],
        ] {
            let browser = web.signed_in("rachel");
            let answer = browser.send("POST", &path, Some("days=7".to_owned()), headers);
            assert_eq!(answer.status, 403, "{path} {headers:?}");
        }
    }
}

#[test]
fn a_request_for_another_host_is_not_ours() {
    let web = Web::new();
    let answer = web.browser().send("GET", "/sign-in", None, &[("host", "evil.example")]);
    assert_eq!(answer.status, 421);
    // Whoever watches over the process has another name for it.
    for path in ["/healthz", "/readyz"] {
        let answer = web.browser().send("GET", path, None, &[("host", "10.0.0.7:8080")]);
        assert_eq!(answer.status, 200, "{path}");
    }
}

#[test]
fn methods_that_are_not_in_the_table_are_named_by_those_that_are() {
    let web = Web::new();
    let browser = web.signed_in("amina");
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let answer = browser.send(method, "/", None, &[("sec-fetch-site", "same-origin")]);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
        assert_eq!(
            browser
                .send(method, "/nowhere", None, &[("sec-fetch-site", "same-origin")])
                .status,
            404,
            "{method}"
        );
    }
    let wrong = browser.send(
        "POST",
        "/waiting",
        Some("a=b".to_owned()),
        &[("sec-fetch-site", "same-origin")],
    );
    assert_eq!((wrong.status, wrong.header("allow")), (405, "GET, HEAD"));
    let both = browser.send("DELETE", "/account/payments/account", None, &[]);
    assert_eq!((both.status, both.header("allow")), (405, "GET, HEAD, POST"));
    let head = browser.send("HEAD", "/", None, &[]);
    assert_eq!(head.status, 200);
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    let web = Web::new();
    let body = format!("email={}", "a".repeat(600 * 1024));
    let answer = web
        .browser()
        .send("POST", "/sign-in", Some(body), &[("sec-fetch-site", "same-origin")]);
    answer.is(413).says("That was too large");
    // Who is signed in keeps their own way on.
    let body = format!("name={}", "a".repeat(600 * 1024));
    let own = web.signed_in("grace").send(
        "POST",
        "/account/sessions/end-others",
        Some(body),
        &[("sec-fetch-site", "same-origin")],
    );
    own.is(413).says("That was too large").says("Go to Home");
}

#[test]
fn an_address_that_asks_too_often_is_told_when_to_come_back() {
    let web = Web::paced(Pace {
        requests: 5,
        sign_ins: 2,
        ..Pace::default()
    });
    for _ in 0..5 {
        web.browser().get("/sign-in").is(200);
    }
    let answer = web.browser().get("/sign-in").is(429);
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=13).contains(&seconds), "{seconds}");
    web.advance(chrono::TimeDelta::seconds(13));
    web.browser().get("/sign-in").is(200);
}

#[test]
fn looking_changes_nothing() {
    let web = Web::new();
    let (instance, record) = web.t.specification();
    let browser = web.signed_in("rachel");
    let state = |web: &Web| {
        let head = web
            .t
            .app
            .store
            .read(|db| accord_store::journal::head(db, &web.t.alliance))
            .unwrap();
        (head.frontier.size(), web.posted().len())
    };
    let before = state(&web);
    for route in ROUTES.iter().filter(|route| route.method == Method::Get) {
        let id = if route.path.starts_with("/task") {
            &instance
        } else {
            &record
        };
        let path = route
            .path
            .replace("{id}", id)
            .replace("{kind}", "specification")
            .replace("{verb}", "act")
            .replace("{state}", "idea")
            .replace("{event}", "take_forward")
            .replace("{clock}", "deadline")
            .replace("{permit}", "proposal.add")
            .replace(['{', '}'], "");
        browser.get(&path);
    }
    assert_eq!(state(&web), before);
}

#[test]
fn health_is_said_without_signing_in() {
    let web = Web::new();
    web.browser().get("/healthz").is(200);
    web.browser().get("/readyz").is(200);
}
