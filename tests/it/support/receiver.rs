//! A mail server of our own: it takes mail, and can refuse, delay, hang up and lose its answer. With a
//! certificate it offers STARTTLS.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
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
    /// It came over an encrypted line.
    pub(crate) encrypted: bool,
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
    /// What was said, and whether the line was encrypted.
    commands: Vec<(String, bool)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Receiver {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
}

impl Receiver {
    /// Listens on a port of its own until the test ends.
    pub(crate) fn start(manners: impl IntoIterator<Item = Manner>) -> Self {
        Self::listen(manners, None)
    }

    /// The same, with STARTTLS by a certificate of `support/certificates`.
    pub(crate) fn encrypted(certificate: &str) -> Self {
        let chain = CertificateDer::from_pem_file(certificate_file(&format!("{certificate}.pem"))).unwrap();
        let key = PrivateKeyDer::from_pem_file(certificate_file(&format!("{certificate}.key"))).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![chain], key)
            .unwrap();
        Self::listen([], Some(Arc::new(config)))
    }

    fn listen(manners: impl IntoIterator<Item = Manner>, tls: Option<Arc<ServerConfig>>) -> Self {
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
                let (shared, tls) = (shared.clone(), tls.clone());
                thread::spawn(move || {
                    shared.lock().unwrap().connections += 1;
                    let _ = converse(stream, tls.as_ref(), &shared);
                });
            }
        });
        receiver
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    pub(crate) fn commands(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        state.commands.iter().map(|(said, _)| said.clone()).collect()
    }

    /// What was said before the line was encrypted.
    pub(crate) fn said_in_the_open(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        let open = state.commands.iter().filter(|(_, encrypted)| !encrypted);
        open.map(|(said, _)| said.clone()).collect()
    }

    pub(crate) fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

/// A file of `support/certificates`.
pub(crate) fn certificate_file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/support/certificates")
        .join(name)
}

/// One line, both ways.
enum Wire {
    Plain(TcpStream),
    Encrypted(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Read for Wire {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(line) => line.read(bytes),
            Self::Encrypted(line) => line.read(bytes),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(line) => line.write(bytes),
            Self::Encrypted(line) => line.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Plain(line) => line.flush(),
            Self::Encrypted(line) => line.flush(),
        }
    }
}

fn say(line: &mut BufReader<Wire>, words: &str) -> std::io::Result<()> {
    line.get_mut().write_all(format!("{words}\r\n").as_bytes())?;
    line.get_mut().flush()
}

fn converse(stream: TcpStream, tls: Option<&Arc<ServerConfig>>, state: &Mutex<State>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut wire = BufReader::new(Wire::Plain(stream));
    let (mut from, mut to) = (String::new(), String::new());
    let (mut manner, mut encrypted) = (Manner::Take, false);
    say(&mut wire, "220 receiver.example ESMTP")?;
    let mut line = String::new();
    while wire.read_line(&mut line)? > 0 {
        let said = line.trim_end().to_owned();
        line.clear();
        state.lock().unwrap().commands.push((said.clone(), encrypted));
        let verb = said.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match verb.as_str() {
            "EHLO" | "HELO" => {
                let more = match (tls, encrypted) {
                    (Some(_), false) => "250-STARTTLS\r\n",
                    (Some(_), true) => "250-AUTH PLAIN\r\n",
                    (None, _) => "",
                };
                say(
                    &mut wire,
                    &format!("250-receiver.example\r\n{more}250-8BITMIME\r\n250 SIZE 30000000"),
                )?;
            }
            "STARTTLS" => {
                let Some(config) = tls.filter(|_| !encrypted) else {
                    say(&mut wire, "502 what")?;
                    continue;
                };
                say(&mut wire, "220 go on")?;
                let Wire::Plain(stream) = wire.into_inner() else {
                    return Ok(());
                };
                let session = ServerConnection::new(config.clone()).map_err(std::io::Error::other)?;
                wire = BufReader::new(Wire::Encrypted(Box::new(StreamOwned::new(session, stream))));
                encrypted = true;
            }
            "AUTH" if encrypted => say(&mut wire, "235 welcome")?,
            "MAIL" => {
                from = angle(&said);
                manner = state.lock().unwrap().manners.pop_front().unwrap_or(Manner::Take);
                say(&mut wire, "250 ok")?;
            }
            "RCPT" => {
                to = angle(&said);
                match &manner {
                    Manner::RefuseRecipient(words) => say(&mut wire, words)?,
                    _ => say(&mut wire, "250 ok")?,
                }
            }
            "DATA" => {
                if matches!(manner, Manner::HangUpBefore) {
                    return Ok(());
                }
                say(&mut wire, "354 go on")?;
                let bytes = message(&mut wire)?;
                let take = || {
                    state.lock().unwrap().received.push(Received {
                        from: from.clone(),
                        to: to.clone(),
                        bytes: bytes.clone(),
                        encrypted,
                    });
                };
                match &manner {
                    Manner::RefuseMessage(words) => say(&mut wire, words)?,
                    Manner::LoseAnswer => {
                        take();
                        return Ok(());
                    }
                    Manner::Delay(time) => {
                        thread::sleep(*time);
                        take();
                        say(&mut wire, "250 taken")?;
                    }
                    _ => {
                        take();
                        say(&mut wire, "250 taken")?;
                    }
                }
            }
            "QUIT" => {
                say(&mut wire, "221 bye")?;
                return Ok(());
            }
            "RSET" | "NOOP" => say(&mut wire, "250 ok")?,
            _ => say(&mut wire, "502 what")?,
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
