//! Nasty files, each with what is answered: the sentence that its sender reads, or that it is taken and as what. None of
//! them is opened by anything but our own judgement, which a form asks before a file is kept.

mod made;

use accord::domain::papers::{judge, tidy};

use self::made::{Entry, flat, jpeg, pdf, png, zip};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ODT: &str = "application/vnd.oasis.opendocument.text";
const EICAR: &[u8] = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
const KIND: &str = "is of a kind that we cannot take";
const OTHER: &str = "is not what its name says";
const HIDES: &str = "another packed file, a macro or a program is in it";
const OUTSIDE: &str = "a file in it wants to lie outside";
const DAMAGED: &str = "it is damaged";
const LARGE: &str = "it would be too large when it is unpacked";
const TWO: &str = "another file is hidden in it";
const CUT: &str = "it breaks off before its end";
const RUNS: &str = "it has a program in it";
const HUGE: &str = "it has more points than a screen can show";

/// A file: the name that it comes with, its bytes, and words of the answer (a media type where it is taken).
struct Nasty {
    name: &'static str,
    bytes: Vec<u8>,
    answer: &'static str,
}

fn nasty(name: &'static str, bytes: impl Into<Vec<u8>>, answer: &'static str) -> Nasty {
    Nasty {
        name,
        bytes: bytes.into(),
        answer,
    }
}

/// A letter with one file more in it.
fn letter(more: Entry) -> Vec<u8> {
    zip(&[
        Entry::new("[Content_Types].xml", b"<Types/>"),
        Entry::new("word/document.xml", b"<w/>"),
        more,
    ])
}

/// An OpenDocument text with one file more in it.
fn open(more: Entry) -> Vec<u8> {
    zip(&[
        Entry::new("mimetype", ODT.as_bytes()),
        Entry::new("content.xml", b"<c/>"),
        more,
    ])
}

/// Kinds that nobody may send, and names that lie about the kind.
fn of_another_kind() -> Vec<Nasty> {
    vec![
        nasty("page.html", "<html><script>alert(1)</script>", KIND),
        nasty("picture.svg", "<svg onload=\"alert(1)\"/>", KIND),
        nasty("letter.docm", letter(Entry::new("word/vbaProject.bin", b"1")), KIND),
        nasty("sheet.xlsm", letter(Entry::new("xl/vbaProject.bin", b"1")), KIND),
        nasty("old.doc", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], KIND),
        nasty("program.exe", &b"MZ\x90\0"[..], KIND),
        nasty("program.pdf.exe", &b"MZ\x90\0"[..], KIND),
        nasty("program.com", EICAR, KIND),
        nasty("eicar.txt", EICAR, KIND),
        nasty("notes.txt", "<html><body onload=alert(1)>", KIND),
        nasty("archive.zip", zip(&[Entry::new("a.pdf", b"%PDF-1.7 %%EOF")]), KIND),
        nasty("archive.rar", &b"Rar!\x1a\x07"[..], KIND),
        nasty("archive.7z", &b"7z\xbc\xaf\x27\x1c"[..], KIND),
        nasty("archive.tar.gz", &b"\x1f\x8b\x08"[..], KIND),
        nasty("script.js", "alert(1)", KIND),
        nasty("link.lnk", &b"L\0\0\0"[..], KIND),
        nasty("disk.iso", vec![0; 64], KIND),
        nasty("picture.gif", &b"GIF89a=1;alert(1)"[..], KIND),
        nasty("picture.bmp", &b"BM"[..], KIND),
        nasty("page.mht", "MIME-Version: 1.0", KIND),
        nasty("macro.odt.bat", "@echo off", KIND),
        nasty("no-ending", pdf(""), KIND),
        nasty("", pdf(""), KIND),
        nasty("page.pdf", "<html><body>", OTHER),
        nasty("program.pdf", &b"MZ\x90\0"[..], OTHER),
        nasty("eicar.pdf", EICAR, OTHER),
        nasty("picture.png", jpeg(16, 16), OTHER),
        nasty("picture.jpg", png(16, 16), OTHER),
        nasty("gif.jpg", &b"GIF89a"[..], OTHER),
        nasty("svg.png", "<svg onload=\"alert(1)\"/>", OTHER),
        nasty("sound.mp3", &b"MZ\x90\0"[..], OTHER),
        nasty("film.mp4", &b"\0\0\0\x18free"[..], OTHER),
        nasty("sound.ogg", &b"RIFF"[..], OTHER),
        nasty(
            "locked.docx",
            &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage"[..],
            OTHER,
        ),
        nasty("text.docx", "Dear all", OTHER),
        nasty("sheet.docx", zip(&[Entry::new("xl/workbook.xml", b"<x/>")]), OTHER),
        nasty("letter.xlsx", letter(Entry::new("word/more.xml", b"1")), OTHER),
        nasty("letter.odt", letter(Entry::new("word/more.xml", b"1")), OTHER),
        nasty("sheet.ods", open(Entry::new("more.xml", b"1")), OTHER),
        nasty("with-room-before.pdf", format!(" {}", "%PDF-1.7 %%EOF"), OTHER),
    ]
}

/// What grows, hides, breaks or wants out in a packed file.
fn packed() -> Vec<Nasty> {
    let sheet = zip(&[Entry::new("xl/workbook.xml", b"<x/>")]);
    let deep = zip(&[Entry::new(
        "xl/embeddings/inner.docx",
        &letter(Entry::new("word/a.xlsx", &sheet)),
    )]);
    let many: Vec<String> = (0..501).map(|number| format!("word/{number}.xml")).collect();
    let many: Vec<Entry> = many.iter().map(|name| Entry::new(name, b"1")).collect();
    let bomb = flat(30 * 1024 * 1024);
    let overlapped = {
        // Two names for the same bytes.
        let mut one = letter(Entry::new("word/aaaa.xml", b"1"));
        let text = one.windows(13).rposition(|part| part == b"word/aaaa.xml").unwrap();
        one[text..text + 13].copy_from_slice(b"word/document");
        one
    };
    let cut = letter(Entry::new("word/more.xml", b"1"));
    let behind = [
        letter(Entry::new("word/more.xml", b"1")),
        b"<script>alert(1)</script>".to_vec(),
    ]
    .concat();
    let twice = letter(Entry::new("word/document.xml", b"<w>another</w>"));
    vec![
        nasty("bomb.docx", letter(Entry::packed("word/big.xml", &bomb)), LARGE),
        nasty("bomb.odt", open(Entry::packed("big.xml", &bomb)), LARGE),
        nasty(
            "bomb-that-lies.docx",
            letter(Entry::packed("word/big.xml", &bomb).lying(10)),
            LARGE,
        ),
        nasty(
            "four-bombs.docx",
            {
                let piece = flat(900 * 1024);
                let all: Vec<String> = (0..120).map(|number| format!("word/{number}.xml")).collect();
                zip(&all.iter().map(|name| Entry::packed(name, &piece)).collect::<Vec<_>>())
            },
            LARGE,
        ),
        nasty("many.docx", zip(&many), "too many files are in it"),
        nasty(
            "zip-in-zip.docx",
            letter(Entry::new("word/inner.zip", b"PK\x03\x04")),
            HIDES,
        ),
        nasty(
            "zip-as-picture.docx",
            letter(Entry::new("word/media/a.png", &sheet)),
            HIDES,
        ),
        nasty(
            "three-deep.xlsx",
            zip(&[
                Entry::new("xl/workbook.xml", b"<x/>"),
                Entry::new("xl/embeddings/a.docx", &deep),
            ]),
            HIDES,
        ),
        nasty("macro.docx", letter(Entry::new("word/vbaProject.bin", b"1")), HIDES),
        nasty(
            "macro-in-capitals.docx",
            letter(Entry::new("WORD/VBAPROJECT.BIN", b"1")),
            HIDES,
        ),
        nasty("macro.odt", open(Entry::new("Basic/Standard/Module1.xml", b"1")), HIDES),
        nasty("script.odt", open(Entry::new("Scripts/python/a.py", b"1")), HIDES),
        nasty(
            "object.docx",
            letter(Entry::new(
                "word/embeddings/oleObject1.bin",
                b"\xd0\xcf\x11\xe0\xa1\xb1",
            )),
            HIDES,
        ),
        nasty(
            "program.docx",
            letter(Entry::new("word/media/image1.png", b"MZ\x90\0")),
            HIDES,
        ),
        nasty(
            "elf.docx",
            letter(Entry::new("word/media/image1.png", b"\x7fELF")),
            HIDES,
        ),
        nasty(
            "shell.docx",
            letter(Entry::new("word/media/image1.png", b"#!/bin/sh")),
            HIDES,
        ),
        nasty(
            "rar.docx",
            letter(Entry::new("word/media/image1.png", b"Rar!\x1a")),
            HIDES,
        ),
        nasty("exe.docx", letter(Entry::new("word/setup.EXE", b"1")), HIDES),
        nasty("link.docx", letter(Entry::new("word/a.lnk", b"1")), HIDES),
        nasty("hta.docx", letter(Entry::new("word/a.hta", b"1")), HIDES),
        nasty("up.docx", letter(Entry::new("../../etc/passwd", b"1")), OUTSIDE),
        nasty("root.docx", letter(Entry::new("/etc/passwd", b"1")), OUTSIDE),
        nasty(
            "backslash.docx",
            letter(Entry::new("word\\..\\..\\a.xml", b"1")),
            OUTSIDE,
        ),
        nasty(
            "symlink.docx",
            letter(Entry::new("word/link.xml", b"/etc/passwd").linking()),
            OUTSIDE,
        ),
        nasty(
            "locked.docx",
            letter(Entry::new("word/more.xml", b"1").locked()),
            "it is locked by a password",
        ),
        nasty(
            "strange.docx",
            letter(Entry::new("word/more.xml", b"1").method(99)),
            "it is packed in a way that cannot be looked into",
        ),
        nasty("cut.docx", cut[..cut.len() - 30].to_vec(), DAMAGED),
        nasty("cut-early.docx", cut[..40].to_vec(), DAMAGED),
        nasty("behind.docx", behind, DAMAGED),
        nasty("twice.docx", twice, DAMAGED),
        nasty("names-differ.docx", overlapped, DAMAGED),
        nasty("only-a-beginning.odt", &b"PK\x03\x04"[..], DAMAGED),
        nasty(
            "broken-inside.docx",
            letter(Entry::packed("word/more.xml", b"a long enough text").broken()),
            DAMAGED,
        ),
    ]
}

/// What hides in or behind a paper, a picture or a recording, and what breaks off.
fn plain() -> Vec<Nasty> {
    let packed_behind = |front: Vec<u8>| [front, zip(&[Entry::new("a.js", b"alert(1)")])].concat();
    let cut_png = png(16, 16);
    vec![
        nasty("empty.pdf", "", "is empty"),
        nasty("nothing.docx", "", "is empty"),
        nasty(
            "large.pdf",
            vec![b'x'; 25 * 1024 * 1024 + 1],
            "must be smaller than 25MB",
        ),
        nasty("cut.pdf", "%PDF-1.7\n1 0 obj", CUT),
        nasty("zeros-behind.pdf", [pdf(""), vec![0; 4096]].concat(), CUT),
        nasty("script.pdf", pdf("/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), RUNS),
        nasty("launch.pdf", pdf("/A<</S/Launch/F(cmd.exe)>>"), RUNS),
        nasty("film.pdf", pdf("/Subtype/RichMedia"), RUNS),
        nasty("inside.pdf", pdf("/Type/EmbeddedFile"), TWO),
        nasty("locked.pdf", pdf("/Encrypt 5 0 R"), "it is locked by a password"),
        nasty("pdf-and-zip.pdf", packed_behind(pdf("")), TWO),
        nasty("pdf-and-page.pdf", pdf("<html><script>alert(1)</script>"), TWO),
        nasty("png-and-zip.png", packed_behind(png(16, 16)), TWO),
        nasty("jpg-and-zip.jpg", packed_behind(jpeg(16, 16)), TWO),
        nasty("sound-and-zip.mp3", packed_behind(b"ID3\x04".to_vec()), TWO),
        nasty(
            "film-and-page.mp4",
            &b"\0\0\0\x18ftypmp42<script>alert(1)</script>"[..],
            TWO,
        ),
        nasty("wide.png", png(20_001, 1), HUGE),
        nasty("square.png", png(20_000, 20_000), HUGE),
        nasty("largest.png", png(u32::MAX, u32::MAX), HUGE),
        nasty("wide.jpg", jpeg(65_535, 65_535), HUGE),
        nasty("cut.png", cut_png[..20].to_vec(), CUT),
        nasty("without-end.png", cut_png[..cut_png.len() - 12].to_vec(), CUT),
        nasty("cut.jpg", jpeg(16, 16)[..12].to_vec(), CUT),
        nasty("only-a-beginning.jpg", &b"\xff\xd8\xff"[..], CUT),
    ]
}

/// What looks nasty and is not: it is taken.
fn taken() -> Vec<Nasty> {
    vec![
        nasty("plan.pdf", pdf(""), "application/pdf"),
        nasty("PLAN.PDF", pdf(""), "application/pdf"),
        nasty("plan.docx.pdf", pdf(""), "application/pdf"),
        nasty("ends-with-a-dot.pdf.", pdf(""), "application/pdf"),
        nasty(
            "photo.jpeg",
            [jpeg(4_000, 3_000), vec![7; 2_000]].concat(),
            "image/jpeg",
        ),
        nasty("photo.png", png(4_000, 3_000), "image/png"),
        nasty(
            "letter.docx",
            letter(Entry::new("word/media/image1.svg", b"<svg/>")),
            DOCX,
        ),
        nasty(
            "letter.odt",
            open(Entry::packed("more.xml", b"a long enough text")),
            ODT,
        ),
        nasty(
            "with-a-sheet.docx",
            letter(Entry::new(
                "word/embeddings/a.xlsx",
                &zip(&[Entry::new("xl/workbook.xml", b"<x/>")]),
            )),
            DOCX,
        ),
        nasty("sound.m4a", &b"\0\0\0\x18ftypM4A "[..], "video/mp4"),
    ]
}

#[test]
fn nasty_files_are_answered_in_words_and_honest_ones_are_taken() {
    let all = [of_another_kind(), packed(), plain(), taken()].concat();
    assert!(all.len() >= 80, "there are {} files", all.len());
    let mut wrong = Vec::new();
    for one in &all {
        let name = tidy(one.name);
        let said = judge(&name, &one.bytes).map_or_else(|says| says, str::to_owned);
        if !said.contains(one.answer) {
            wrong.push(format!("{}: “{said}” instead of “{}”", one.name, one.answer));
        }
        // Whoever is refused reads which file it was, and nothing that blames them.
        let blames = ["invalid", "forbidden", "illegal", "sorry"];
        if !said.contains('/') && (!said.contains(&name) || blames.iter().any(|word| said.contains(word))) {
            wrong.push(format!("{}: “{said}”", one.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} files", all.len());
}

impl Clone for Nasty {
    fn clone(&self) -> Self {
        nasty(self.name, self.bytes.clone(), self.answer)
    }
}

#[test]
fn nasty_names_become_plain_ones() {
    for (name, plain) in [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\system32\\a.pdf", "a.pdf"),
        ("C:\\fakepath\\plan.pdf", "plan.pdf"),
        ("/absolute/plan.pdf", "plan.pdf"),
        ("plan\u{202e}fdp.exe", "planfdp.exe"),
        ("pl\u{200b}an\u{feff}.pdf", "plan.pdf"),
        ("plan.pdf\0.exe", "plan.pdf.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("\"quoted\"; filename=x.pdf", "quoted; filename=x.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("CON.pdf", "file CON.pdf"),
        ("nul.docx", "file nul.docx"),
        ("LPT1.pdf", "file LPT1.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("   .pdf", "pdf"),
        ("plan.pdf   ", "plan.pdf"),
        ("a|b?c*.pdf", "abc.pdf"),
    ] {
        assert_eq!(tidy(name), plain, "{name:?}");
    }
    let long = tidy(&format!("{}.pdf", "ä".repeat(300)));
    assert_eq!(long.chars().count(), 104);
    assert!(tidy(&format!("a.{}", "b".repeat(300))).chars().count() < 20);
}
