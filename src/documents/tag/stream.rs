//! Packing streams so that no reader can doubt where they end.
//!
//! A stream is followed by a line end and `endstream`. If its own last byte is a line end too, a strict reader may count
//! that as part of the line end and find the stream a byte shorter than it says, which PDF/A forbids. It happens to
//! one packed stream in 128.

use lopdf::{Document, Object, Stream};

/// Packs all streams that may be packed.
pub(super) fn pack(file: &mut Document) -> Result<(), lopdf::Error> {
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.allows_compression
        {
            stream.compress()?;
            // Each try changes the checksum at the end; more than a few are never needed.
            for _ in 0..16 {
                if !matches!(stream.content.last(), Some(b'\n' | b'\r')) {
                    break;
                }
                lengthen(stream)?;
            }
        }
    }
    Ok(())
}

/// Makes the plain content a byte longer without changing what it says: space ends a content stream or a map as well
/// as nothing, and nothing reads a font past its last table. A nought would not do for a font: it leaves the last byte of
/// the checksum as it is.
fn lengthen(stream: &mut Stream) -> Result<(), lopdf::Error> {
    if stream.is_compressed() {
        stream.decompress()?;
    }
    let font = stream.dict.get(b"Length1").and_then(Object::as_i64).ok();
    stream.content.push(if font.is_some() { 1 } else { b' ' });
    if let Some(length) = font {
        stream.dict.set("Length1", Object::Integer(length + 1));
    }
    let content = std::mem::take(&mut stream.content);
    stream.set_plain_content(content);
    stream.compress()
}
