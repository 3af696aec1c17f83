//! Working days, local time, the shipped file.

use super::*;

/// The shipped calendar.
pub(crate) fn england() -> Calendar {
    serde_saphyr::from_str(include_str!("../../../workflows/calendars/england-and-wales.yaml")).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[track_caller]
fn moment(local: &str, utc: &str, noted: bool) {
    let found = england().moment(local.parse().unwrap()).unwrap();
    assert_eq!(found.at, utc.parse::<DateTime<Utc>>().unwrap(), "{local}");
    assert_eq!(found.note.is_some(), noted, "{:?}", found.note);
}

#[test]
fn the_shipped_file_is_sound() {
    assert_eq!(england().validate(), Vec::<String>::new());
}

#[test]
fn each_year_has_its_number_of_working_days() {
    for (year, expected) in [(2024, 254), (2025, 253), (2026, 253), (2027, 253), (2028, 252)] {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let count = first.iter_days().take_while(|day| day.year() == year);
        let count = count.filter(|day| england().is_working_day(*day).unwrap()).count();
        assert_eq!(count, expected, "{year}");
    }
}

#[test]
fn a_year_that_is_not_known_is_an_error_that_says_how_to_mend_it() {
    let error = england().is_working_day(day("2029-01-02")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the holidays of 2029 are not known: workflows/calendars/england-and-wales.yaml has 2024 to 2028; \
         add 2029 under `years:`"
    );
    assert!(england().add_working_days(day("2028-12-28"), 5).is_err());
    assert!(
        england()
            .working_days_between(day("2023-12-01"), day("2024-02-01"))
            .is_err()
    );
    assert!(england().add_working_days(day("2028-12-27"), 2).is_ok());
}

#[test]
fn both_clock_changes_of_each_year() {
    for (year, march, october) in [
        (2024, 31, 27),
        (2025, 30, 26),
        (2026, 29, 25),
        (2027, 28, 31),
        (2028, 26, 29),
    ] {
        moment(
            &format!("{year}-03-{march}T00:59:59"),
            &format!("{year}-03-{march}T00:59:59Z"),
            false,
        );
        moment(
            &format!("{year}-03-{march}T01:00:00"),
            &format!("{year}-03-{march}T01:00:00Z"),
            true,
        );
        moment(
            &format!("{year}-03-{march}T01:30:00"),
            &format!("{year}-03-{march}T01:00:00Z"),
            true,
        );
        moment(
            &format!("{year}-03-{march}T02:00:00"),
            &format!("{year}-03-{march}T01:00:00Z"),
            false,
        );
        moment(
            &format!("{year}-10-{october}T00:59:59"),
            &format!("{year}-10-{}T23:59:59Z", october - 1),
            false,
        );
        moment(
            &format!("{year}-10-{october}T01:30:00"),
            &format!("{year}-10-{october}T00:30:00Z"),
            true,
        );
        moment(
            &format!("{year}-10-{october}T02:00:00"),
            &format!("{year}-10-{october}T02:00:00Z"),
            false,
        );
    }
}

#[test]
fn a_day_ends_at_local_midnight() {
    let end = |text| england().end_of_day(day(text)).unwrap().to_rfc3339();
    assert_eq!(end("2026-03-28"), "2026-03-29T00:00:00+00:00");
    assert_eq!(end("2026-03-29"), "2026-03-29T23:00:00+00:00");
    assert_eq!(end("2026-10-24"), "2026-10-24T23:00:00+00:00");
    assert_eq!(end("2026-10-25"), "2026-10-26T00:00:00+00:00");
}

#[test]
fn the_hash_knows_what_counts_and_nothing_else() {
    let (one, mut other) = (england(), england());
    other.source = "somebody".to_owned();
    other.years.reverse();
    assert_eq!(one.hash(), other.hash());
    assert_eq!(one.hash().len(), 64);
    other.years[&2026].insert(day("2026-06-15"), "World Cup".to_owned());
    assert_ne!(one.hash(), other.hash());
}

#[test]
fn a_bad_file_is_described() {
    let mut bad = england();
    bad.zone = "Europe/Sheffield".to_owned();
    bad.weekend.push("sabbath".to_owned());
    bad.years[&2026].insert(day("2025-06-16"), "Astray".to_owned());
    bad.years[&2026].insert(day("2026-06-13"), "Saturday".to_owned());
    bad.rules[0].ends = "noonish".to_owned();
    assert_eq!(bad.validate().len(), 5, "{:?}", bad.validate());
}

proptest::proptest! {
    #[test]
    fn adding_and_counting_agree(offset in 0_u64..1_500, count in 0_u32..200) {
        let calendar = england();
        let from = day("2024-01-02") + Days::new(offset);
        if let Ok(until) = calendar.add_working_days(from, count) {
            proptest::prop_assert_eq!(calendar.working_days_between(from, until).unwrap(), i64::from(count));
            let back = calendar.back_working_days(until, count).unwrap();
            proptest::prop_assert_eq!(calendar.working_days_between(back, until).unwrap(), i64::from(count));
        }
    }
}

#[test]
fn a_day_is_called_what_chrono_reads_as_that_day() {
    let names = [
        "sat",
        "Saturday",
        "SUN",
        "sunday",
        "sa",
        "satur",
        "saturdays",
        "",
        "mon ",
        "wednesday",
        "frid",
    ];
    for name in names {
        for number in 0..7 {
            let day = Weekday::try_from(number).unwrap();
            let read = name.parse::<Weekday>().is_ok_and(|found| found == day);
            assert_eq!(is_called(name, day), read, "{name} for {day}");
        }
    }
}
