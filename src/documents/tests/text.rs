//! What the document crate promises, tried from outside.
use super::parsed;
use crate::text::write;

#[test]
fn plain_text_says_everything() {
    let text = write(&parsed(super::LETTER));
    for part in [
        "Samira Ołowska\nChief Officer\n",
        "| Your bid was successful",
        "- Your peer supporters are paid",
        "1. A standstill begins today",
        "   - by e-mail to procurement@peersupport.example, or",
        "the page of this round (https://peersupport.example/rounds/psf-2026-003)",
        "Question: Value for money\nWeight: 20%",
        "Signed 8 May 2026, 9:14am\nJo Marsh",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
    assert!(!text.contains("\n\n\n"));
}
