//! Sizes and distances of the three styles.

use super::Mil;

/// A4, in thousandths of a point.
pub(crate) const PAPER: (Mil, Mil) = (595_276, 841_890);

/// Who the page is set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// 11 point.
    #[default]
    Standard,
    /// 18 point, for people who read large print.
    LargePrint,
    /// 16 point with wide spacing, for Easy Read texts.
    EasyRead,
}

/// The sizes of a style.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) body: Mil,
    pub(crate) small: Mil,
    pub(crate) table: Mil,
    pub(crate) headings: [Mil; 4],
    /// Line height in hundredths of the size.
    pub(crate) leading: Mil,
    /// Space between paragraphs.
    pub(crate) gap: Mil,
    pub(crate) left: Mil,
    pub(crate) right: Mil,
    pub(crate) top: Mil,
    pub(crate) bottom: Mil,
    /// Whether pairs stand side by side, or the second under the first.
    pub(crate) side_by_side: bool,
}

impl Look {
    pub(crate) fn of(style: Style) -> Self {
        match style {
            Style::Standard => Self {
                body: 11_000,
                small: 9_000,
                table: 10_000,
                headings: [23_000, 15_500, 12_500, 11_000],
                leading: 145,
                gap: 8_500,
                left: 70_000,
                right: 70_000,
                top: 76_000,
                bottom: 86_000,
                side_by_side: true,
            },
            Style::LargePrint => Self {
                body: 18_000,
                small: 16_000,
                table: 16_000,
                headings: [30_000, 24_000, 20_000, 18_000],
                leading: 140,
                gap: 14_000,
                left: 54_000,
                right: 54_000,
                top: 76_000,
                bottom: 116_000,
                side_by_side: false,
            },
            Style::EasyRead => Self {
                body: 16_000,
                small: 14_000,
                table: 15_000,
                headings: [28_000, 22_000, 18_000, 16_000],
                leading: 165,
                gap: 18_000,
                left: 70_000,
                right: 70_000,
                top: 76_000,
                bottom: 116_000,
                side_by_side: false,
            },
        }
    }

    pub(crate) fn width(&self) -> Mil {
        PAPER.0 - self.left - self.right
    }

    pub(crate) fn page_height(&self) -> Mil {
        PAPER.1 - self.top - self.bottom
    }

    /// The height of a line of that size.
    pub(crate) fn line(&self, size: Mil) -> Mil {
        size * self.leading / 100
    }

    /// Headings stand closer.
    pub(crate) fn heading_line(size: Mil) -> Mil {
        size * 124 / 100
    }
}
