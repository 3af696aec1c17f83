//! How the files are made.

use std::io::Write as _;

use flate2::{Compression, write::DeflateEncoder};

/// A file in a packed one.
#[derive(Clone)]
pub(super) struct Entry {
    name: String,
    body: Vec<u8>,
    size: usize,
    method: u16,
    flags: u16,
    mode: u16,
}

impl Entry {
    /// As it is.
    pub(super) fn new(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            body: content.to_vec(),
            size: content.len(),
            method: 0,
            flags: 0,
            mode: 0,
        }
    }

    /// Packed.
    pub(super) fn packed(name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content).unwrap();
        Self {
            body: encoder.finish().unwrap(),
            method: 8,
            ..Self::new(name, content)
        }
    }

    /// It says that it has another size.
    pub(super) fn lying(self, size: usize) -> Self {
        Self { size, ..self }
    }

    /// It is locked by a password.
    pub(super) fn locked(self) -> Self {
        Self { flags: 1, ..self }
    }

    /// It says that it is packed in another way.
    pub(super) fn method(self, method: u16) -> Self {
        Self { method, ..self }
    }

    /// A link of Unix.
    pub(super) fn linking(self) -> Self {
        Self { mode: 0xa1ff, ..self }
    }

    /// What was packed cannot be unpacked.
    pub(super) fn broken(mut self) -> Self {
        self.body.iter_mut().for_each(|byte| *byte = 0xff);
        self
    }
}

/// A packed file.
pub(super) fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    let four = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let two = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
    for one in entries {
        let at = out.len();
        let mut head = vec![20, 0];
        head.extend(one.flags.to_le_bytes());
        head.extend(one.method.to_le_bytes());
        head.extend([0; 8]);
        head.extend(four(one.body.len()));
        head.extend(four(one.size));
        head.extend(two(one.name.len()));
        head.extend([0; 2]);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(one.name.as_bytes());
        out.extend(&one.body);
        list.extend(b"PK\x01\x02\x14\x03");
        list.extend(&head);
        list.extend([0; 6]);
        list.extend([0; 2]);
        list.extend(one.mode.to_le_bytes());
        list.extend(four(at));
        list.extend(one.name.as_bytes());
    }
    let (at, size) = (out.len(), list.len());
    out.extend(&list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(two(entries.len()));
    out.extend(two(entries.len()));
    out.extend(four(size));
    out.extend(four(at));
    out.extend([0; 2]);
    out
}

/// So many bytes that pack to nothing.
pub(super) fn flat(size: usize) -> Vec<u8> {
    vec![b'0'; size]
}

/// A paper with something in it.
pub(super) fn pdf(inside: &str) -> Vec<u8> {
    format!("%PDF-1.7\n1 0 obj\n<<{inside}>>\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n").into_bytes()
}

/// The frame of a picture of this size.
pub(super) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    out.extend(width.to_be_bytes());
    out.extend(height.to_be_bytes());
    out.extend(b"\x08\x02\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82");
    out
}

/// The frame of a photograph of this size.
pub(super) fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut out = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x0b\x08".to_vec();
    out.extend(height.to_be_bytes());
    out.extend(width.to_be_bytes());
    out.extend(b"\x01\x01\x11\0\xff\xd9");
    out
}
