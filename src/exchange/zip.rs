//! ZIP archives, as far as exports of other apps need them (APPNOTE 6.3.10 of PKWARE; no encryption, no ZIP64).
//!
//! What is packed in them is DEFLATE, which browsers unpack themselves (`DecompressionStream("deflate-raw")`), so
//! nobody pays for an unpacker here. Archives made here are not packed.

use crc::{CRC_32_ISO_HDLC, Crc};

/// The checksum of ZIP.
pub(super) const CRC32: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// One file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipPart<'a> {
    /// Its path in the archive.
    pub name: String,
    /// Its bytes as they lie there.
    pub bytes: &'a [u8],
    /// Whether these are packed with DEFLATE, without a frame.
    pub is_packed: bool,
    /// How many bytes it has unpacked. Whoever unpacks stops there: a small archive can claim to hold anything.
    pub size: usize,
    crc: u32,
}

impl ZipPart<'_> {
    /// Whether these are its bytes, unpacked and undamaged.
    pub fn is(&self, unpacked: &[u8]) -> bool {
        unpacked.len() == self.size && CRC32.checksum(unpacked) == self.crc
    }
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_SIZE: usize = 22;
const LONGEST_COMMENT: usize = 0xffff;

/// The files in an archive, without directories; `None` where it is none, or a damaged one. Those that are
/// encrypted, or packed in another way than with DEFLATE, are left out.
pub fn unzip(archive: &[u8]) -> Option<Vec<ZipPart<'_>>> {
    let last = archive.len().checked_sub(END_SIZE)?;
    let end =
        (last.saturating_sub(LONGEST_COMMENT)..=last).rev().find(|at| u32_at(archive, *at) == Some(END))?;
    let (count, mut at) = (u16_at(archive, end + 10)?, size_at(archive, end + 16)?);
    let mut parts = Vec::new();
    for _ in 0..count {
        if u32_at(archive, at)? != CENTRAL {
            return None;
        }
        let (flags, method) = (u16_at(archive, at + 8)?, u16_at(archive, at + 10)?);
        let (packed, size) = (size_at(archive, at + 20)?, size_at(archive, at + 24)?);
        let lengths = [28, 30, 32].map(|field| u16_at(archive, at + field).map(usize::from));
        let [Some(name), Some(extra), Some(comment)] = lengths else { return None };
        let path = String::from_utf8_lossy(archive.get(at + 46..at + 46 + name)?).into_owned();
        // The name and the extra field stand before the bytes again, and may have another length there.
        let local = size_at(archive, at + 42)?;
        if u32_at(archive, local)? != LOCAL {
            return None;
        }
        let before = usize::from(u16_at(archive, local + 26)?) + usize::from(u16_at(archive, local + 28)?);
        let start = local.checked_add(30 + before)?;
        let bytes = archive.get(start..start.checked_add(packed)?)?;
        let is_readable = flags & 1 == 0 && matches!(method, 0 | 8);
        if is_readable && !path.ends_with('/') {
            let crc = u32_at(archive, at + 16)?;
            parts.push(ZipPart { name: path, bytes, is_packed: method == 8, size, crc });
        }
        at += 46 + name + extra + comment;
    }
    Some(parts)
}

/// An archive of these files: their paths and texts.
pub fn zip(files: &[(String, String)]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let start = length(out.len());
        // Version 2.0; names in UTF-8; stored; 1 January 1980, the day this format begins counting with.
        let [name_length, none] = [length(name.len()).to_le_bytes(), [0; 4]];
        let mut header = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        header.extend(CRC32.checksum(text.as_bytes()).to_le_bytes());
        header.extend(length(text.len()).to_le_bytes());
        header.extend(length(text.len()).to_le_bytes());
        header.extend(&name_length[..2]);
        header.extend(&none[..2]);
        out.extend(LOCAL.to_le_bytes());
        out.extend(&header);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());

        central.extend(CENTRAL.to_le_bytes());
        central.extend([20, 0]);
        central.extend(&header);
        // No comment, the first disk, no attributes.
        central.extend([0; 10]);
        central.extend(start.to_le_bytes());
        central.extend(name.as_bytes());
    }
    let (start, count) = (length(out.len()), &length(files.len()).to_le_bytes()[..2]);
    out.extend(&central);
    out.extend(END.to_le_bytes());
    out.extend([0; 4]);
    out.extend(count);
    out.extend(count);
    out.extend(length(central.len()).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// What fits into the four bytes that ZIP has for a length: far more than anybody writes.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let field = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(field.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let field = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(field.try_into().ok()?))
}

fn size_at(bytes: &[u8], at: usize) -> Option<usize> {
    u32_at(bytes, at).and_then(|size| usize::try_from(size).ok())
}
