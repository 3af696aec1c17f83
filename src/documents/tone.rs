//! The few colours of a document, by what they are for. All words stand at 7:1 or better on their ground.

/// A colour by what it is for. Series differ in lightness too, so that they hold on a grey printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Ink,
    Quiet,
    Rule,
    Paper,
    Tint,
    Accent,
    Link,
    Alarm,
    AlarmTint,
    Series(usize),
}

impl Tone {
    /// Red, green, blue.
    pub(crate) fn rgb(self) -> [u8; 3] {
        match self {
            Self::Ink => [0x1d, 0x24, 0x2b],
            Self::Quiet => [0x4a, 0x55, 0x60],
            Self::Rule => [0xc4, 0xcd, 0xd3],
            Self::Paper => [0xff, 0xff, 0xff],
            Self::Tint => [0xee, 0xf4, 0xf5],
            Self::Accent => [0x12, 0x59, 0x66],
            Self::Link => [0x0b, 0x53, 0x94],
            Self::Alarm => [0x8a, 0x2a, 0x12],
            Self::AlarmTint => [0xfb, 0xf1, 0xed],
            Self::Series(n) => match n % 5 {
                0 => [0x12, 0x59, 0x66],
                1 => [0xd9, 0x8e, 0x2b],
                2 => [0x7a, 0x3e, 0x6d],
                3 => [0x7f, 0xb3, 0xbd],
                _ => [0x3f, 0x46, 0x4d],
            },
        }
    }
}
