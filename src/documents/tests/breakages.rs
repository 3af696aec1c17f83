//! What the validator must reject, so that its praise means something.

use lopdf::{Dictionary, Document, Object};

use super::validator::validate;
use super::{REPORT, parsed};
use crate::pdf::{Style, render};

type Breakage = (&'static str, fn(&mut Document));

const BREAKAGES: [Breakage; 7] = [
    ("a figure without alternative text", |file| {
        first(file, b"Figure", |element| {
            element.remove(b"Alt");
        });
    }),
    ("a heading level left out", |file| {
        first(file, b"H2", |element| element.set("S", Object::Name(b"H4".to_vec())));
    }),
    ("headings of columns and rows without scope", |file| {
        every(file, b"TH", |element| {
            element.remove(b"A");
        });
    }),
    ("no language", |file| {
        file.catalog_mut().unwrap().remove(b"Lang");
    }),
    ("no way back from content to structure", |file| {
        let root = file
            .catalog()
            .unwrap()
            .get(b"StructTreeRoot")
            .unwrap()
            .as_reference()
            .unwrap();
        file.get_dictionary_mut(root).unwrap().remove(b"ParentTree");
    }),
    ("no metadata", |file| {
        file.catalog_mut().unwrap().remove(b"Metadata");
    }),
    ("a row that is no row", |file| {
        first(file, b"TR", |element| element.set("S", Object::Name(b"P".to_vec())));
    }),
];

fn first(file: &mut Document, tag: &[u8], change: impl Fn(&mut Dictionary)) {
    change(elements(file, tag).next().expect("an element"));
}

fn every(file: &mut Document, tag: &[u8], change: impl Fn(&mut Dictionary)) {
    elements(file, tag).for_each(change);
}

fn elements<'f>(file: &'f mut Document, tag: &'f [u8]) -> impl Iterator<Item = &'f mut Dictionary> {
    file.objects
        .values_mut()
        .filter_map(|object| object.as_dict_mut().ok())
        .filter(move |dict| {
            let is = |key: &[u8], name: &[u8]| dict.get(key).and_then(Object::as_name).is_ok_and(|n| n == name);
            is(b"Type", b"StructElem") && is(b"S", tag)
        })
}

#[test]
fn seven_breakages_are_rejected() {
    let whole = render(&parsed(REPORT), Style::Standard).expect("a PDF").bytes;
    let broken = BREAKAGES.map(|(_, change)| {
        let mut file = Document::load_mem(&whole).expect("readable");
        change(&mut file);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).expect("written");
        bytes
    });
    let Some(said) = validate(&broken) else { return };
    for ((name, _), wrong) in BREAKAGES.iter().zip(said) {
        assert!(!wrong.is_empty(), "{name} was accepted");
    }
}
