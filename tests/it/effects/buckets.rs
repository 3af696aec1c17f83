//! A real conversation with a server that speaks S3 and can misbehave.

use accord::effects::files::{Bucket as BucketSettings, FileFault, FileSettings, Files};

use crate::support::bucket::{Bucket, KEY, Manner, REGION, SECRET};

fn settings(endpoint: &str, name: &str, prefix: &str, secret: &str) -> FileSettings {
    FileSettings::Bucket(BucketSettings {
        name: name.to_owned(),
        prefix: prefix.to_owned(),
        region: REGION.to_owned(),
        endpoint: Some(endpoint.to_owned()),
        key_id: KEY.to_owned(),
        secret: secret.to_owned(),
    })
}

fn open(bucket: &Bucket) -> Files {
    Files::open(&settings(&bucket.endpoint, "papers", "alliance/sheffield", SECRET)).unwrap()
}

#[test]
fn what_is_put_is_signed_lies_under_the_prefix_and_comes_back() {
    let bucket = Bucket::start([]);
    let files = open(&bucket);
    files.put("documents/a report-v1.pdf", b"%PDF".to_vec()).unwrap();
    assert_eq!(files.get("documents/a report-v1.pdf").unwrap(), b"%PDF");
    let keys: Vec<String> = bucket.objects().into_keys().collect();
    assert_eq!(keys, ["alliance/sheffield/documents/a%20report-v1.pdf"]);
    files.put("documents/a report-v1.pdf", b"%PDF again".to_vec()).unwrap();
    assert_eq!(files.get("documents/a report-v1.pdf").unwrap(), b"%PDF again");
    assert!(matches!(files.get("documents/none.pdf"), Err(FileFault::None(_))));
    assert_eq!(bucket.unsigned(), 0);
    assert_eq!(files.mark().unwrap(), None);
    files.leave_mark("7").unwrap();
    assert_eq!(files.mark().unwrap().as_deref(), Some("7"));
}

#[test]
fn a_server_that_fails_for_a_moment_is_asked_again() {
    for manner in [
        Manner::Say(503, "SlowDown"),
        Manner::Say(500, "InternalError"),
        Manner::HangUp,
    ] {
        let bucket = Bucket::start([manner]);
        open(&bucket).put("a.html", b"x".to_vec()).unwrap();
        assert_eq!(bucket.objects().len(), 1, "{manner:?}");
        assert_eq!(bucket.asked().len(), 2, "{manner:?}: {:?}", bucket.asked());
    }
}

#[track_caller]
fn check(files: &Files, expected: &str) {
    let fault = files.put("a.html", b"x".to_vec()).unwrap_err();
    let says = fault.to_string();
    assert!(says.contains(expected), "{says}");
    assert!(!says.contains(SECRET), "{says}");
}

#[test]
fn each_refusal_says_what_to_mend() {
    // Another secret: the server itself finds that the signature does not fit.
    let bucket = Bucket::start([]);
    let wrong = Files::open(&settings(&bucket.endpoint, "papers", "", "another secret")).unwrap();
    check(&wrong, "ACCORD_FILES_KEY and ACCORD_FILES_SECRET");
    check(&wrong, "SignatureDoesNotMatch");
    assert!(bucket.unsigned() > 0 && bucket.objects().is_empty());

    let other = Files::open(&settings(&bucket.endpoint, "nothing", "", SECRET)).unwrap();
    check(&other, "there is no such bucket");
    check(&other, "ACCORD_FILES_ENDPOINT");
    assert!(matches!(other.mark(), Err(FileFault::NoBucket(_))));

    let denied = Bucket::start([Manner::Say(403, "AccessDenied"), Manner::Say(403, "AccessDenied")]);
    check(&open(&denied), "may read and write there");

    let broken = Bucket::start(std::iter::repeat_n(Manner::Say(503, "SlowDown"), 10));
    check(&open(&broken), "cannot be kept or read now");

    let nobody = format!("http://127.0.0.1:{}", unused_port());
    let gone = Files::open(&settings(&nobody, "papers", "", SECRET)).unwrap();
    check(&gone, "cannot be kept or read now");
}

#[test]
fn an_open_line_to_another_machine_is_refused() {
    let far = settings("http://files.example", "papers", "", SECRET);
    let fault = Files::open(&far).unwrap_err().to_string();
    assert!(fault.contains("write https://"), "{fault}");
    for trick in [
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
    ] {
        assert!(Files::open(&settings(trick, "papers", "", SECRET)).is_err(), "{trick}");
    }
}

fn unused_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
