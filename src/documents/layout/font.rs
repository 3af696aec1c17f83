//! The embedded faces: which characters they have, and how wide these are.

use std::sync::OnceLock;

use dejavu::sans_condensed;

use super::Mil;

/// One of the four faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Face {
    Regular,
    Bold,
    Oblique,
    BoldOblique,
}

impl Face {
    pub(crate) const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Oblique, Self::BoldOblique];

    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => sans_condensed::regular(),
            Self::Bold => sans_condensed::bold(),
            Self::Oblique => sans_condensed::oblique(),
            Self::BoldOblique => sans_condensed::bold_oblique(),
        }
    }

    /// The resource name, which also becomes the subset's prefix: six capitals, different for each face.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Regular => "ACCRDR",
            Self::Bold => "ACCRDB",
            Self::Oblique => "ACCRDO",
            Self::BoldOblique => "ACCRDX",
        }
    }

    pub(crate) fn bold(self) -> Self {
        match self {
            Self::Regular | Self::Bold => Self::Bold,
            Self::Oblique | Self::BoldOblique => Self::BoldOblique,
        }
    }

    pub(crate) fn oblique(self) -> Self {
        match self {
            Self::Regular | Self::Oblique => Self::Oblique,
            Self::Bold | Self::BoldOblique => Self::BoldOblique,
        }
    }
}

/// The widths of all faces.
pub(crate) struct Fonts {
    faces: [Widths; 4],
}

struct Widths {
    face: ttf_parser::Face<'static>,
    /// Widths of the first characters, where nearly all text is; in thousandths of the size.
    near: Vec<Option<Mil>>,
}

/// Latin, its extensions and Greek.
const NEAR: u32 = 0x400;

impl Fonts {
    /// The faces of this program, read once. `None` only if the program was built with a broken font.
    pub(crate) fn shared() -> Option<&'static Self> {
        static FONTS: OnceLock<Option<Fonts>> = OnceLock::new();
        FONTS.get_or_init(Self::read).as_ref()
    }

    fn read() -> Option<Self> {
        let [regular, bold, oblique, both] = Face::ALL.map(Widths::read);
        Some(Self {
            faces: [regular?, bold?, oblique?, both?],
        })
    }

    fn widths(&self, face: Face) -> &Widths {
        let [regular, bold, oblique, both] = &self.faces;
        match face {
            Face::Regular => regular,
            Face::Bold => bold,
            Face::Oblique => oblique,
            Face::BoldOblique => both,
        }
    }

    /// How wide a character is in thousandths of the size, or `None` if the face cannot show it.
    pub(crate) fn advance(&self, face: Face, c: char) -> Option<Mil> {
        if needs_shaping(c) {
            return None;
        }
        let widths = self.widths(face);
        match usize::try_from(u32::from(c)).ok().and_then(|at| widths.near.get(at)) {
            Some(known) => *known,
            None => widths.look_up(c),
        }
    }

    /// How wide words are. A character that the face does not have counts as nothing.
    pub(crate) fn width(&self, face: Face, size: Mil, text: &str) -> Mil {
        text.chars().filter_map(|c| self.advance(face, c)).sum::<Mil>() * size / 1000
    }
}

impl Widths {
    fn read(face: Face) -> Option<Self> {
        let face = ttf_parser::Face::parse(face.bytes(), 0).ok()?;
        let mut widths = Self { face, near: Vec::new() };
        widths.near = (0..NEAR)
            .map(|c| char::from_u32(c).and_then(|c| widths.look_up(c)))
            .collect();
        Some(widths)
    }

    /// Cut to a whole number, as the PDF's own table of widths is.
    fn look_up(&self, c: char) -> Option<Mil> {
        let glyph = self.face.glyph_index(c).filter(|glyph| glyph.0 != 0)?;
        let advance = Mil::from(self.face.glyph_hor_advance(glyph)?);
        Some(advance * 1000 / Mil::from(self.face.units_per_em()))
    }
}

/// Scripts that run from right to left or join their letters. The faces have some of their letters, but set one after
/// the other they would be wrong, and wrong is worse than a sign that says so.
fn needs_shaping(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x8ff | 0x900..=0x109f | 0x1780..=0x17ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff)
}
