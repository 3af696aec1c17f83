//! Every page and every component, drawn from every sample.

use std::collections::BTreeSet;

use accord::views::{components::COMPONENTS, pages};
use regex_lite::Regex;

#[test]
fn pages_and_contexts_are_the_same_list() {
    pages::check().unwrap_or_else(|faults| panic!("{faults:#?}"));
}

#[test]
fn every_sample_of_every_component_is_drawn() {
    let partials: BTreeSet<&str> = COMPONENTS.iter().map(|kind| kind.partial).collect();
    assert_eq!(partials.len(), COMPONENTS.len(), "two components share a partial");
    for kind in COMPONENTS {
        let samples = kind.samples();
        let states: BTreeSet<&str> = samples.iter().map(|(state, _)| *state).collect();
        assert_eq!(
            states.len(),
            samples.len(),
            "{}: two samples share a name",
            kind.partial
        );
        for (state, sample) in samples {
            let html = pages::piece(kind.partial, &sample).unwrap_or_else(|fault| panic!("{state}: {fault}"));
            assert!(
                html.contains("class=\"ac-"),
                "{} {state} draws nothing of its own",
                kind.partial
            );
        }
    }
}

/// What a page may not have: a second element with an id, and anything that the content policy stops.
#[test]
fn every_page_keeps_the_policy_and_has_every_id_once() {
    let id = Regex::new(r#"\sid="([^"]*)""#).unwrap();
    let points = Regex::new(r#"\s(?:for|aria-labelledby|aria-describedby)="([^"]*)""#).unwrap();
    let inline = Regex::new(r#"(?i)\s(?:style|on[a-z]+)="|<style|<script(?: [^>]*)?>[^<]"#).unwrap();
    for kind in pages::PAGES {
        for (state, sample) in kind.samples() {
            let page = format!("{} ({state})", kind.template);
            let html = pages::render(kind.template, &sample).unwrap_or_else(|fault| panic!("{page}: {fault}"));
            let mut ids = BTreeSet::new();
            for found in id.captures_iter(&html) {
                assert!(
                    ids.insert(found[1].to_owned()),
                    "{page}: two elements are `{}`",
                    &found[1]
                );
            }
            for found in points.captures_iter(&html) {
                for name in found[1].split(' ') {
                    assert!(ids.contains(name), "{page}: nothing is `{name}`");
                }
            }
            let wrong = inline.find(&html).map(|found| found.as_str());
            assert_eq!(wrong, None, "{page}: inline style or script");
            assert_eq!(html.matches("<h1").count(), 1, "{page}: one h1");
        }
    }
}
