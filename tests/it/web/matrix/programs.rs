//! The same for programs, with tokens of every reach.

use accord::web::{
    api::endpoint::Takes,
    routes::{Object, Who},
};
use accord_store::tokens::Reach;

use super::{Scene, method, of_programs};
use crate::web::browser::Answer;

/// What a program is told, without what differs each time.
fn told(answer: &Answer) -> serde_json::Value {
    let mut problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
    problem["request_id"] = serde_json::Value::Null;
    problem
}

#[test]
fn programs_are_not_let_in_until_somebody_says_so() {
    let scene = Scene::new();
    let token = scene.token("rachel", Reach::Act);
    crate::web::api::switch(&scene.web, false);
    for route in of_programs() {
        for shown in [None, Some(token.as_str()), Some("accord_0000")] {
            let answer = scene.ask_with(shown, route, true);
            assert_eq!(answer.status, 404, "{}", route.path);
            assert_eq!(
                answer.header("content-type"),
                "application/problem+json",
                "{}",
                route.path
            );
            assert_eq!(told(&answer)["code"], "not_found", "{}", route.path);
        }
    }
}

#[test]
fn a_program_shows_a_token_and_a_cookie_counts_for_nothing() {
    let scene = Scene::new();
    crate::web::api::switch(&scene.web, true);
    let browser = scene.web.signed_in("rachel");
    for route in of_programs() {
        let (kind, body) = match route.api.unwrap().takes {
            Takes::Nothing => ("", ""),
            Takes::Json(_) => ("application/json", "{}"),
            Takes::File => ("multipart/form-data; boundary=x", "--x--\r\n"),
        };
        let path = scene.address(route, true);
        let cookie = browser.send(method(route), &path, Some(body.to_owned()), &[("content-type", kind)]);
        let open = matches!(route.who, Who::Anyone);
        assert_eq!(cookie.status != 401, open, "{}: {}", route.path, cookie.status);
        for worthless in ["accord_0000", "", "x y"] {
            let answer = scene.ask_with(Some(worthless), route, true);
            assert_eq!(answer.status, 401, "{}", route.path);
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{}", route.path);
        }
    }
}

#[test]
fn a_token_does_what_it_may_and_no_more() {
    let scene = Scene::new();
    for reach in [Reach::Read, Reach::Draft, Reach::Act] {
        let token = scene.token("rachel", reach);
        for route in of_programs() {
            let Who::Token(needed) = route.who else { continue };
            let answer = scene.ask_with(Some(&token), route, true);
            let refused = told(&answer)["code"] == "reach";
            // Ending another token is judged by the handler: one that reads may end itself.
            let expected = !reach.includes(needed) || (route.action == "api.end-token" && reach != Reach::Act);
            assert_eq!(
                refused,
                expected,
                "{} with {}: {}",
                route.path,
                reach.word(),
                answer.body
            );
            assert!(answer.status < 500, "{}: {}", route.path, answer.body);
        }
    }
}

#[test]
fn what_is_foreign_looks_missing_to_programs_too() {
    let scene = Scene::new();
    for who in ["amina", "anneka", "diane"] {
        let token = scene.token(who, Reach::Act);
        let things =
            of_programs().filter(|route| matches!(route.object, Object::Record | Object::Instance | Object::Document));
        for route in things {
            let foreign = scene.ask_with(Some(&token), route, true);
            let missing = scene.ask_with(Some(&token), route, false);
            assert_eq!(foreign.status, 404, "{who}: {}: {}", route.path, foreign.body);
            assert_eq!(told(&foreign), told(&missing), "{who}: {}", route.path);
            let names = |answer: &Answer| answer.headers.keys().cloned().collect::<Vec<_>>();
            assert_eq!(names(&foreign), names(&missing), "{who}: {}", route.path);
        }
    }
}
