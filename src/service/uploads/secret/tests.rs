//! What a slip opens, and what it does not.

use accord_store::uploads::{Checked, UploadRow};

use super::*;

fn row(id: &str) -> UploadRow {
    UploadRow {
        id: id.to_owned(),
        alliance_id: "a".to_owned(),
        person_id: "p".to_owned(),
        instance_id: "i".to_owned(),
        name: "kingfishers.pdf".to_owned(),
        kind: "application/pdf".to_owned(),
        size: 12,
        hash: hex(&Sha256::digest(b"kingfishers!")),
        stored: format!("uploads/{id}"),
        sent_at: chrono::DateTime::UNIX_EPOCH.into(),
        checked: Checked::Unscanned,
        found: None,
        slip: None,
        locked_in: None,
    }
}

#[test]
fn a_file_opens_by_its_own_slip_alone() {
    let seals = Seals::for_this_process();
    let (mut one, mut other) = (row("one"), row("other"));
    let (bytes, elsewhere) = (
        seal(&seals, &mut one, b"kingfishers!").unwrap(),
        seal(&seals, &mut other, b"kingfishers!").unwrap(),
    );
    assert!(one.name.is_empty() && one.hash.is_empty());
    // The same file twice: nothing says that it is the same.
    assert_ne!(bytes, elsewhere);
    let own = slip(&seals, &one).unwrap().unwrap();
    assert_eq!(open("one", &own, &bytes).unwrap(), b"kingfishers!");
    assert!(open("other", &own, &elsewhere).is_err());
    assert!(open("other", &own, &bytes).is_err());
    let swapped = UploadRow {
        id: "other".to_owned(),
        ..one.clone()
    };
    assert!(slip(&seals, &swapped).is_err());
    assert!(slip(&Seals::for_this_process(), &one).is_err());
    assert_eq!(named(&seals, one).unwrap().name, "kingfishers.pdf");
}

#[test]
fn every_bit_of_a_file_counts() {
    let seals = Seals::for_this_process();
    let mut one = row("one");
    let bytes = seal(&seals, &mut one, b"kingfishers!").unwrap();
    let own = slip(&seals, &one).unwrap().unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut worse = bytes.clone();
        worse[bit / 8] ^= 1 << (bit % 8);
        assert!(open("one", &own, &worse).is_err(), "bit {bit}");
    }
    assert!(open("one", &own, &bytes[..bytes.len() - 1]).is_err());
}

#[test]
fn files_are_found_wherever_they_stand_in_answers() {
    let answers =
        r#"{"recording":"a","papers":["b","c"],"answers":[{"question":"q","paper":"d"}],"price":{"pence":1}}"#;
    let found = mentioned(answers).unwrap();
    for (id, question) in [("a", "recording"), ("b", "papers"), ("c", "papers"), ("d", "answers")] {
        assert_eq!(found.get(id).map(String::as_str), Some(question));
    }
}

#[test]
fn a_copy_keeps_the_slips_of_its_files() {
    let seals = Seals::for_this_process();
    let mut one = row("one");
    seal(&seals, &mut one, b"kingfishers!").unwrap();
    let slips: Slips = [("one".to_owned(), slip(&seals, &one).unwrap().unwrap())].into();
    let mut answers = Map::new();
    answers.insert(COPIED.to_owned(), serde_json::to_value(&slips).unwrap());
    assert_eq!(copied(&mut answers), slips);
    assert!(answers.is_empty() && copied(&mut answers).is_empty());
    assert!(!format!("{slips:?}").contains("king"));
}
