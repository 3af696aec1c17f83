//! What a person is told about something that was given up: what it was, and what can be done.

use crate::effects::mail::ledger::says_no_such_address;

/// One sentence for what happened, one for what to do.
pub(super) fn words(kind: &str, why: &str) -> (&'static str, &'static str) {
    match kind {
        "email" if says_no_such_address(why) => (
            "A letter could not be delivered: the address does not exist.",
            "Ask for the right address and change it where the person is kept, then send the letter again: it goes to \
             the address of that day.",
        ),
        "email" if why.contains("the document that goes with it") => (
            "A letter could not be sent: the document that goes with it is missing.",
            "Send the document again first, then the letter.",
        ),
        "email" if why.starts_with("given up after") => (
            "A letter could not be delivered: the mail server did not take it.",
            "See that the mail server can be reached and takes our mail (ACCORD_MAIL), then send the letter again.",
        ),
        "email" => (
            "A letter could not be sent.",
            "Read what the mail server or the template says, mend that, then send it again.",
        ),
        "document" => (
            "A document could not be made.",
            "Mend what the reason names. If it is the template, mend the file, then make the document again with \
             today's template.",
        ),
        "webhook" => (
            "A program could not be told what happened.",
            "See that its address answers with 200 and is not inside (/api/settings), then send it again; or drop it.",
        ),
        "scan" => (
            "A file that somebody sent could not be checked for things that do harm. Nobody can open it until it is.",
            "See that the scanner that ACCORD_SCANNER names can be reached, then have it checked again.",
        ),
        "erase" => (
            "What is held on somebody could not be erased everywhere.",
            "Mend what the reason names (where files are kept, a letter that is still on its way), then have it done \
             again.",
        ),
        "notice" => (
            "A notice could not be published.",
            "Mend what the reason names. If it is the template, mend the file, then publish it again with today's \
             template.",
        ),
        _ => (
            "A word from one process to another could not be given.",
            "Read the program's log for the cause, then send it again.",
        ),
    }
}
