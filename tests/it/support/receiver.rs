//! A mail server of our own: it takes mail, and can refuse, delay, hang up and lose its answer.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What to do with the next message. When none is left, the server takes everything.
#[derive(Debug, Clone)]
pub(crate) enum Manner {
    Take,
    /// Says this to RCPT.
    RefuseRecipient(&'static str),
    /// Says this after the message.
    RefuseMessage(&'static str),
    /// Waits before it answers the message, then takes it.
    Delay(Duration),
    /// Hangs up on DATA: nothing was taken.
    HangUpBefore,
    /// Takes the message and hangs up without a word.
    LoseAnswer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) bytes: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.bytes);
        let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        let start = format!("{}:", name.to_lowercase());
        head.lines()
            .find(|line| line.to_lowercase().starts_with(&start))
            .map(|line| line[start.len()..].trim().to_owned())
    }
}

#[derive(Debug, Default)]
struct State {
    manners: VecDeque<Manner>,
    received: Vec<Received>,
    connections: usize,
    commands: Vec<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Receiver {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

impl Receiver {
    /// Listens on a port of its own until the test ends.
    pub(crate) fn start(manners: impl IntoIterator<Item = Manner>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let receiver = Self {
            port: listener.local_addr().unwrap().port(),
            state: Arc::new(Mutex::new(State {
                manners: manners.into_iter().collect(),
                ..State::default()
            })),
        };
        let shared = receiver.state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                thread::spawn(move || {
                    shared.lock().unwrap().connections += 1;
                    let _ = converse(stream, &shared);
                });
            }
        });
        receiver
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    pub(crate) fn commands(&self) -> Vec<String> {
        self.state.lock().unwrap().commands.clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

fn converse(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut lines = BufReader::new(stream.try_clone()?);
    let (mut from, mut to) = (String::new(), String::new());
    let mut manner = Manner::Take;
    write!(stream, "220 receiver.example ESMTP\r\n")?;
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        let said = line.trim_end().to_owned();
        line.clear();
        state.lock().unwrap().commands.push(said.clone());
        let verb = said.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" | "HELO" => write!(stream, "250-receiver.example\r\n250-8BITMIME\r\n250 SIZE 30000000\r\n")?,
            "MAIL" => {
                from = angle(&said);
                manner = state.lock().unwrap().manners.pop_front().unwrap_or(Manner::Take);
                write!(stream, "250 ok\r\n")?;
            }
            "RCPT" => {
                to = angle(&said);
                match &manner {
                    Manner::RefuseRecipient(words) => write!(stream, "{words}\r\n")?,
                    _ => write!(stream, "250 ok\r\n")?,
                }
            }
            "DATA" => {
                if matches!(manner, Manner::HangUpBefore) {
                    return Ok(());
                }
                write!(stream, "354 go on\r\n")?;
                let bytes = message(&mut lines)?;
                let take = || {
                    state.lock().unwrap().received.push(Received {
                        from: from.clone(),
                        to: to.clone(),
                        bytes: bytes.clone(),
                    });
                };
                match &manner {
                    Manner::RefuseMessage(words) => write!(stream, "{words}\r\n")?,
                    Manner::LoseAnswer => {
                        take();
                        return Ok(());
                    }
                    Manner::Delay(time) => {
                        thread::sleep(*time);
                        take();
                        write!(stream, "250 taken\r\n")?;
                    }
                    _ => {
                        take();
                        write!(stream, "250 taken\r\n")?;
                    }
                }
            }
            "QUIT" => {
                write!(stream, "221 bye\r\n")?;
                return Ok(());
            }
            "RSET" | "NOOP" => write!(stream, "250 ok\r\n")?,
            _ => write!(stream, "502 what\r\n")?,
        }
    }
    Ok(())
}

fn message(lines: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 || line == b".\r\n" {
            return Ok(bytes);
        }
        bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

fn angle(command: &str) -> String {
    let inside = command.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
