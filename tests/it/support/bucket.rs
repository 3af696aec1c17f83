//! A server that speaks as much S3 as documents need: it checks signatures, keeps objects, and can
//! refuse, fail and hang up.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use sha2::{Digest, Sha256};

pub(crate) const KEY: &str = "AKIATEST";
pub(crate) const SECRET: &str = "a secret of the tests";
pub(crate) const REGION: &str = "eu-west-2";

/// What to do with the next request. When none is left, the server does what it is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Manner {
    /// Does it.
    Serve,
    /// Says this instead, with a code of S3.
    Say(u16, &'static str),
    /// Hangs up without a word.
    HangUp,
}

#[derive(Debug, Default)]
struct State {
    manners: VecDeque<Manner>,
    objects: BTreeMap<String, Vec<u8>>,
    asked: Vec<String>,
    /// Requests whose signature was missing or wrong.
    unsigned: usize,
}

/// The server; `papers` is its only bucket.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    pub(crate) endpoint: String,
    state: Arc<Mutex<State>>,
}

struct Request {
    method: String,
    target: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Bucket {
    /// Listens on a port of its own until the test ends.
    pub(crate) fn start(manners: impl IntoIterator<Item = Manner>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let bucket = Self {
            endpoint: format!("http://{}", listener.local_addr().unwrap()),
            state: Arc::new(Mutex::new(State {
                manners: manners.into_iter().collect(),
                ..State::default()
            })),
        };
        let shared = bucket.state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                thread::spawn(move || {
                    let _ = converse(stream, &shared);
                });
            }
        });
        bucket
    }

    /// What is kept, by key in the bucket.
    pub(crate) fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        self.state.lock().unwrap().objects.clone()
    }

    /// `PUT /papers/…` and so on, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.state.lock().unwrap().asked.clone()
    }

    /// How many requests came with no signature, or a wrong one.
    pub(crate) fn unsigned(&self) -> usize {
        self.state.lock().unwrap().unsigned
    }
}

fn converse(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut lines = BufReader::new(stream.try_clone()?);
    while let Some(request) = read(&mut lines)? {
        let Some((status, code, body)) = answer(&request, state) else {
            return Ok(());
        };
        let body = if code.is_empty() {
            body
        } else {
            format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>").into_bytes()
        };
        write!(
            stream,
            "HTTP/1.1 {status} x\r\nETag: \"e\"\r\nLast-Modified: Mon, 05 Jan 2026 09:00:00 GMT\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )?;
        if request.method != "HEAD" {
            stream.write_all(&body)?;
        }
        stream.flush()?;
    }
    Ok(())
}

fn read(lines: &mut BufReader<TcpStream>) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    if lines.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|text| text.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    lines.read_exact(&mut body)?;
    Ok(Some(Request {
        method,
        target,
        headers,
        body,
    }))
}

/// Status, code and body; nothing at all for hanging up.
fn answer(request: &Request, state: &Mutex<State>) -> Option<(u16, &'static str, Vec<u8>)> {
    let mut state = state.lock().unwrap();
    state.asked.push(format!("{} {}", request.method, request.target));
    match state.manners.pop_front().unwrap_or(Manner::Serve) {
        Manner::Serve => {}
        Manner::Say(status, code) => return Some((status, code, Vec::new())),
        Manner::HangUp => return None,
    }
    if !is_signed(request) {
        state.unsigned += 1;
        return Some((403, "SignatureDoesNotMatch", Vec::new()));
    }
    let Some(key) = request.target.strip_prefix("/papers/") else {
        return Some((404, "NoSuchBucket", Vec::new()));
    };
    Some(match request.method.as_str() {
        "PUT" => {
            state.objects.insert(key.to_owned(), request.body.clone());
            (200, "", Vec::new())
        }
        "GET" | "HEAD" => match state.objects.get(key) {
            Some(bytes) => (200, "", bytes.clone()),
            None => (404, "NoSuchKey", Vec::new()),
        },
        _ => (405, "MethodNotAllowed", Vec::new()),
    })
}

/// Whether the request carries the signature (AWS Signature Version 4) that the secret gives.
fn is_signed(request: &Request) -> bool {
    let header = |name: &str| request.headers.get(name).cloned().unwrap_or_default();
    let authorization = header("authorization");
    let part = |name: &str| {
        let (_, rest) = authorization.split_once(&format!("{name}="))?;
        Some(rest.split(',').next().unwrap_or(rest).trim().to_owned())
    };
    let (Some(credential), Some(signed), Some(signature)) =
        (part("Credential"), part("SignedHeaders"), part("Signature"))
    else {
        return false;
    };
    let moment = header("x-amz-date");
    let day = moment.get(..8).unwrap_or_default();
    let scope = format!("{day}/{REGION}/s3/aws4_request");
    let payload = header("x-amz-content-sha256");
    if !authorization.starts_with("AWS4-HMAC-SHA256 ")
        || credential != format!("{KEY}/{scope}")
        || (payload != "UNSIGNED-PAYLOAD" && payload != hex(&Sha256::digest(&request.body)))
    {
        return false;
    }
    let lines: String = signed
        .split(';')
        .map(|name| format!("{name}:{}\n", header(name)))
        .collect();
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let canonical = format!("{}\n{path}\n{query}\n{lines}\n{signed}\n{payload}", request.method);
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{moment}\n{scope}\n{}",
        hex(&Sha256::digest(canonical.as_bytes()))
    );
    let mut key = hmac(format!("AWS4{SECRET}").as_bytes(), day.as_bytes());
    for word in [REGION, "s3", "aws4_request"] {
        key = hmac(&key, word.as_bytes());
    }
    hex(&hmac(&key, to_sign.as_bytes())) == signature
}

/// RFC 2104 over SHA-256.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > 64 {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize()
        .to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_signature_of_the_published_example_is_the_published_one() {
    // RFC 4231, case 2.
    let found = hex(&hmac(b"Jefe", b"what do ya want for nothing?"));
    assert_eq!(
        found,
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
}
