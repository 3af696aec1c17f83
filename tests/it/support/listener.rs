//! A program of our own that is told things over HTTP: it can refuse, delay, hang up and send on.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What to do with the next request. When none is left, it takes everything.
#[derive(Debug, Clone)]
pub(crate) enum Manner {
    Take,
    /// Answers with this status.
    Refuse(u16),
    /// Sends on to another address.
    SendOn(String),
    /// Waits before it takes it.
    Delay(Duration),
    /// Hangs up before it has read anything.
    HangUp,
    /// Takes it and hangs up without a word.
    LoseAnswer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

#[derive(Debug, Default)]
struct State {
    manners: VecDeque<Manner>,
    heard: Vec<Heard>,
}

#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

impl Listener {
    /// Listens on a port of its own until the test ends.
    pub(crate) fn start(manners: impl IntoIterator<Item = Manner>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let state = Arc::new(Mutex::new(State {
            manners: manners.into_iter().collect(),
            heard: Vec::new(),
        }));
        let out = Self {
            port: listener.local_addr().unwrap().port(),
            state: state.clone(),
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = state.clone();
                thread::spawn(move || drop(answer(&stream, &state)));
            }
        });
        out
    }

    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.state.lock().unwrap().heard.clone()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/told", self.port)
    }
}

fn answer(mut stream: &TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let manner = state.lock().unwrap().manners.pop_front().unwrap_or(Manner::Take);
    if matches!(manner, Manner::HangUp) {
        return Ok(());
    }
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|text| text.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    state.lock().unwrap().heard.push(Heard {
        path,
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    });
    let (status, more) = match manner {
        Manner::Take => (200, String::new()),
        Manner::Refuse(status) => (status, String::new()),
        Manner::SendOn(to) => (302, format!("Location: {to}\r\n")),
        Manner::Delay(time) => {
            thread::sleep(time);
            (200, String::new())
        }
        Manner::HangUp | Manner::LoseAnswer => return Ok(()),
    };
    write!(
        stream,
        "HTTP/1.1 {status} .\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n"
    )
}
