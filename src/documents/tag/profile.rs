//! The output intent: what the colours mean. PDF/A asks for an ICC profile; this one is made here from the numbers of
//! the sRGB standard (IEC 61966-2-1), so that nobody's profile has to be licensed.

use lopdf::{Object, Stream};

use super::{dictionary, name, text};
use crate::chart::count;

/// Adds the profile; returns the output intent.
pub(super) fn intent(file: &mut lopdf::Document) -> Object {
    let profile = Stream::new(dictionary([("N", Object::Integer(3))]), srgb());
    let profile = file.add_object(profile);
    Object::Dictionary(dictionary([
        ("Type", name("OutputIntent")),
        ("S", name("GTS_PDFA1")),
        ("OutputConditionIdentifier", text("sRGB")),
        ("RegistryName", text("http://www.color.org")),
        ("Info", text("sRGB IEC61966-2.1")),
        ("DestOutputProfile", Object::Reference(profile)),
    ]))
}

/// A display profile of version 2.1: three primaries adapted to D50, one curve.
fn srgb() -> Vec<u8> {
    let curve = gamma();
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description("sRGB")),
        (b"cprt", plain("Made from IEC 61966-2-1. No rights are claimed.")),
        (b"wtpt", xyz([0xf6d6, 0x1_0000, 0xd32d])),
        (b"rXYZ", xyz([0x6fa2, 0x38f5, 0x0390])),
        (b"gXYZ", xyz([0x6299, 0xb785, 0x18da])),
        (b"bXYZ", xyz([0x24a0, 0x0f84, 0xb6cf])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = word(count(tags.len()));
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    for (signature, content) in &tags {
        table.extend_from_slice(*signature);
        table.extend(word(count(start + data.len())));
        table.extend(word(count(content.len())));
        data.extend_from_slice(content);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = header(count(start + data.len()));
    profile.extend(table);
    profile.extend(data);
    profile
}

fn header(size: i64) -> Vec<u8> {
    let mut header = word(size);
    header.extend_from_slice(&[0; 4]);
    header.extend(word(0x0210_0000));
    header.extend_from_slice(b"mntrRGB XYZ ");
    // 1 January 2026, midnight: year, month, day, hour, minute, second.
    header.extend([2026_u16, 1, 1, 0, 0, 0].into_iter().flat_map(u16::to_be_bytes));
    header.extend_from_slice(b"acsp");
    header.resize(68, 0);
    // The white of the connection space, D50.
    header.extend([0xf6d6, 0x1_0000, 0xd32d].into_iter().flat_map(word));
    header.resize(128, 0);
    header
}

fn word(number: i64) -> Vec<u8> {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes().to_vec()
}

fn xyz(numbers: [i64; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    tag.extend(numbers.into_iter().flat_map(word));
    tag
}

/// Exponent 2.2 in eighths of a byte: close to the standard's curve, and what small sRGB profiles use.
fn gamma() -> Vec<u8> {
    let mut tag = b"curv\0\0\0\0".to_vec();
    tag.extend(word(1));
    tag.extend([0x02, 0x33]);
    tag
}

fn plain(words: &str) -> Vec<u8> {
    let mut tag = b"text\0\0\0\0".to_vec();
    tag.extend_from_slice(words.as_bytes());
    tag.push(0);
    tag
}

fn description(words: &str) -> Vec<u8> {
    let mut tag = b"desc\0\0\0\0".to_vec();
    tag.extend(word(count(words.len() + 1)));
    tag.extend_from_slice(words.as_bytes());
    tag.push(0);
    // No Unicode form, no Macintosh form.
    tag.resize(tag.len() + 4 + 4 + 2 + 1 + 67, 0);
    tag
}
