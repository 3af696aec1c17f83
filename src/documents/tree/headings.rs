//! Headings that have nothing under them: a template with conditions makes them, and they promise a reader
//! something that is not there.

use super::{Block, Level};

/// The blocks without headings that are followed by no text before the next one as high, or the end.
pub(crate) fn with_text(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::new();
    // From the end: what a heading has under it is known by then.
    let mut under: Option<Level> = None;
    let mut has_text = false;
    for block in blocks.into_iter().rev() {
        match &block {
            Block::Heading { level, .. } => {
                let above_other = under.is_some_and(|below| *level < below);
                if *level == Level::One || has_text || above_other {
                    under = Some(*level);
                    has_text = false;
                    kept.push(block);
                }
            }
            Block::PageBreak => kept.push(block),
            _ => {
                has_text = true;
                kept.push(block);
            }
        }
    }
    kept.reverse();
    kept
}

#[cfg(test)]
mod tests {
    use super::{super::Inline, *};

    fn heading(level: Level) -> Block {
        Block::Heading {
            level,
            text: vec![Inline::Text("A".into())],
        }
    }

    #[test]
    fn a_heading_stays_only_with_text_or_with_a_lower_heading_that_has_some() {
        let text = Block::Paragraph(vec![Inline::Text("a".into())]);
        let (two, three) = (heading(Level::Two), heading(Level::Three));
        let all = [&two, &two, &three, &text, &three, &two].map(Clone::clone).to_vec();
        assert_eq!(with_text(all), [two, three, text]);
    }
}
