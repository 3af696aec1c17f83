//! One document tree, two faces: accessible HTML and tagged PDF.
//!
//! A document is parsed from a strict XML subset ([`xml::parse`]) or from Markdown ([`markdown::parse`]) into one
//! [`tree::Document`]. From that tree come the page ([`html::page`]), a fragment for mail and web ([`html::fragment`]),
//! plain text ([`text::write`]), the canonical form whose hash is the document's content hash
//! ([`xml::write`], [`tree::Document::content_hash`]) and the PDF ([`pdf::render`]): PDF/UA-1 and PDF/A-2a.
//!
//! This crate knows nothing of procurement, of templates, of clocks or of files. The HTML path does not touch the PDF
//! library: what cannot be drawn never holds back what can be read.

pub mod tree;

pub mod fault;
pub mod markdown;
pub mod xml;

pub mod chart;
pub mod html;
pub mod text;

mod layout;
pub mod pdf;
mod tag;
mod tone;

#[cfg(test)]
mod tests;
