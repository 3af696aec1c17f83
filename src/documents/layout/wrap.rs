//! Wrapping words into lines.

use super::Mil;
use super::font::{Face, Fonts};
use super::piece::Run;
use crate::tone::Tone;

/// Running text that looks alike and belongs together.
#[derive(Debug, Clone)]
pub(crate) enum Span {
    Text {
        text: String,
        face: Face,
        size: Mil,
        tone: Tone,
        owner: Option<usize>,
        link: Option<usize>,
    },
    Break,
}

/// A line that fits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
    pub(crate) width: Mil,
}

/// Something that is not parted unless it must be.
#[derive(Debug, Clone)]
struct Word {
    /// The space before it, as the span it was written in.
    space: Option<usize>,
    parts: Vec<(usize, String, Mil)>,
    breaks: bool,
}

impl Word {
    fn new() -> Self {
        Self {
            space: None,
            parts: Vec::new(),
            breaks: false,
        }
    }

    fn width(&self) -> Mil {
        self.parts.iter().map(|(_, _, width)| width).sum()
    }

    fn push(&mut self, span: usize, c: char, width: Mil) {
        match self.parts.last_mut() {
            Some((last, text, wide)) if *last == span => {
                text.push(c);
                *wide += width;
            }
            _ => self.parts.push((span, c.to_string(), width)),
        }
    }
}

/// Wraps spans into lines of at most that width.
pub(crate) fn wrap(fonts: &Fonts, spans: &[Span], width: Mil) -> Vec<Line> {
    let mut setting = Setting {
        fonts,
        spans,
        width: width.max(1),
        lines: vec![Line::default()],
    };
    for word in words(fonts, spans) {
        if word.breaks {
            // Not seen, but without it the words on both sides are one word for who hears or copies the text.
            if let Some(run) = setting.lines.last_mut().and_then(|line| line.runs.last_mut()) {
                run.text.push(' ');
            }
            setting.lines.push(Line::default());
        } else {
            setting.add(word);
        }
    }
    while setting.lines.len() > 1 && setting.lines.last().is_some_and(|line| line.runs.is_empty()) {
        setting.lines.pop();
    }
    setting.lines
}

/// How wide the widest word and the whole text in one line are.
pub(crate) fn extent(fonts: &Fonts, spans: &[Span]) -> (Mil, Mil) {
    let (mut least, mut most, mut line) = (0, 0, 0);
    for word in words(fonts, spans) {
        if word.breaks {
            line = 0;
            continue;
        }
        line += word.width()
            + if word.space.is_some() {
                space(fonts, spans, word.space)
            } else {
                0
            };
        least = least.max(word.width());
        most = most.max(line);
    }
    (least, most)
}

fn words(fonts: &Fonts, spans: &[Span]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::new();
    for (at, span) in spans.iter().enumerate() {
        let Span::Text { text, face, size, .. } = span else {
            words.push(std::mem::replace(&mut word, Word::new()));
            words.push(Word {
                breaks: true,
                ..Word::new()
            });
            continue;
        };
        let mut chars = text.chars().peekable();
        let mut last = ' ';
        while let Some(c) = chars.next() {
            if c == ' ' {
                words.push(std::mem::replace(
                    &mut word,
                    Word {
                        space: Some(at),
                        ..Word::new()
                    },
                ));
            } else {
                // Per mille of the size; the sum is cut once per character, never more than a thousandth of a point.
                word.push(at, c, fonts.advance(*face, c).unwrap_or(0) * size / 1000);
                let next = chars.peek().copied().unwrap_or(' ');
                let parts = match c {
                    '-' | '–' | '/' => last.is_alphabetic() && next.is_alphabetic(),
                    '—' | '…' => next.is_alphabetic(),
                    _ => false,
                };
                if parts {
                    words.push(std::mem::replace(&mut word, Word::new()));
                }
            }
            last = c;
        }
    }
    words.push(word);
    words.retain(|word| word.breaks || !word.parts.is_empty());
    words
}

fn space(fonts: &Fonts, spans: &[Span], at: Option<usize>) -> Mil {
    match at.and_then(|at| spans.get(at)) {
        Some(Span::Text { face, size, .. }) => fonts.advance(*face, ' ').unwrap_or(300) * size / 1000,
        _ => 0,
    }
}

struct Setting<'s> {
    fonts: &'s Fonts,
    spans: &'s [Span],
    width: Mil,
    lines: Vec<Line>,
}

impl Setting<'_> {
    fn add(&mut self, word: Word) {
        let used = self.lines.last().map_or(0, |line| line.width);
        let gap = if used > 0 {
            space(self.fonts, self.spans, word.space)
        } else {
            0
        };
        if used > 0 && used + gap + word.width() > self.width {
            // A space at the end of a line cannot be seen, but it parts words for who hears or copies the text.
            if let Some(at) = word.space {
                self.put(at, " ", 0);
            }
            self.lines.push(Line::default());
        } else if let Some(at) = word.space.filter(|_| used > 0) {
            self.put(at, " ", gap);
        }
        if word.width() > self.width {
            self.break_up(&word);
        } else {
            for (at, text, width) in word.parts {
                self.put(at, &text, width);
            }
        }
    }

    /// A word wider than the line (an address, a hash) is parted anywhere.
    fn break_up(&mut self, word: &Word) {
        for (at, text, _) in &word.parts {
            let Some(Span::Text { face, size, .. }) = self.spans.get(*at) else {
                continue;
            };
            for c in text.chars() {
                let wide = self.fonts.advance(*face, c).unwrap_or(0) * size / 1000;
                if self
                    .lines
                    .last()
                    .is_some_and(|line| line.width > 0 && line.width + wide > self.width)
                {
                    self.lines.push(Line::default());
                }
                self.put(*at, c.encode_utf8(&mut [0; 4]), wide);
            }
        }
    }

    fn put(&mut self, at: usize, text: &str, width: Mil) {
        let (
            Some(line),
            Some(Span::Text {
                face,
                size,
                tone,
                owner,
                link,
                ..
            }),
        ) = (self.lines.last_mut(), self.spans.get(at))
        else {
            return;
        };
        let alike = |run: &&mut Run| {
            (run.face, run.size, run.tone, run.owner, run.link) == (*face, *size, *tone, *owner, *link)
        };
        match line.runs.last_mut().filter(alike) {
            Some(run) => {
                run.text.push_str(text);
                run.width += width;
            }
            None => line.runs.push(Run {
                x: line.width,
                width,
                text: text.to_owned(),
                face: *face,
                size: *size,
                tone: *tone,
                owner: *owner,
                link: *link,
            }),
        }
        line.width += width;
    }
}
