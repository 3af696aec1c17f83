//! Files put together in one (ZIP, uncompressed), for people to take away. Why not with a crate: see
//! [`super::packed`].

/// A file that goes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name in there, with `/` between folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Version 2.0 of the format: stored files, folders.
const VERSION: u16 = 20;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
/// 1 January 1980, the first day that the format knows: two files of the same content are the same bytes.
const DAY: u16 = 0x21;

/// Puts files together. Names that occur twice are told apart by a number.
///
/// # Errors
/// More than the format can hold: 4 GB, or 65,535 files.
pub fn pack(members: Vec<Member>) -> Result<Vec<u8>, String> {
    let mut out: Vec<u8> = Vec::new();
    let mut directory: Vec<u8> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for member in members {
        let name = free(&names, &member.name);
        let size = four(member.bytes.len())?;
        let at = four(out.len())?;
        let mut head: Vec<u8> = Vec::new();
        for number in [VERSION, UTF8, 0, 0, DAY] {
            head.extend(number.to_le_bytes());
        }
        for number in [crc(&member.bytes), size, size] {
            head.extend(number.to_le_bytes());
        }
        head.extend(two(name.len())?.to_le_bytes());
        head.extend(0_u16.to_le_bytes());
        out.extend(0x0403_4b50_u32.to_le_bytes());
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(&member.bytes);
        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&head);
        // Comment, disk, attributes: none.
        directory.extend([0_u8; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
        names.push(name);
    }
    let (at, size, count) = (four(out.len())?, four(directory.len())?, two(names.len())?);
    out.extend(&directory);
    out.extend(0x0605_4b50_u32.to_le_bytes());
    out.extend([0_u8; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    Ok(out)
}

fn free(names: &[String], wanted: &str) -> String {
    let taken = |name: &String| names.contains(name);
    let (stem, ending) = wanted
        .rsplit_once('.')
        .map_or((wanted, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let numbered = (2..).map(|number| format!("{stem} ({number}){ending}"));
    let mut all = std::iter::once(wanted.to_owned()).chain(numbered);
    all.find(|name| !taken(name)).unwrap_or_default()
}

fn four(number: usize) -> Result<u32, String> {
    u32::try_from(number).map_err(|_too_large| "There is more than 4 GB. Ask us, and we send it in parts.".to_owned())
}

fn two(number: usize) -> Result<u16, String> {
    u16::try_from(number)
        .map_err(|_too_many| "There are more files than fit. Ask us, and we send them in parts.".to_owned())
}

/// CRC-32, as ZIP has it.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_the_usual_one() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc(b""), 0);
    }

    #[test]
    fn names_are_told_apart() {
        let member = |name: &str| Member {
            name: name.to_owned(),
            bytes: b"x".to_vec(),
        };
        let packed = pack(vec![member("a.txt"), member("a.txt"), member("é")]).unwrap();
        let text = String::from_utf8_lossy(&packed);
        assert!(text.contains("a (2).txt") && text.contains('é'));
        assert!(packed.starts_with(b"PK\x03\x04"));
    }
}
