//! Every code that a diagnostic may carry, with a line of documentation each.
//!
//! The first two digits are the class. A code is never given another meaning.

/// A code and what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// `WF0101`.
    pub code: &'static str,
    /// One sentence for the page of codes.
    pub says: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $says:literal;)*) => {
        $(
            #[doc = $says]
            pub const $name: Code = Code { code: $code, says: $says };
        )*

        /// All of them, in order.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

/// The class that a code belongs to, in words.
pub fn class(code: &str) -> &'static str {
    match code.get(2..4) {
        Some("00") => "reading",
        Some("01") => "shape",
        Some("02") => "states and transitions",
        Some("03") => "references",
        Some("04") => "expressions",
        Some("05") => "determinism",
        Some("06") => "soundness",
        Some("07") => "people",
        Some("08") => "time",
        Some("09") => "data",
        Some("10") => "guarantees",
        Some("11") => "settings and forms",
        _ => "unknown",
    }
}

codes! {
    NOT_YAML = "WF0001", "The file is not well-formed YAML.";
    TOO_LARGE = "WF0002", "The file is larger than 256 KiB.";
    TOO_DEEP = "WF0003", "The file is nested deeper than 32 levels.";
    ANCHOR = "WF0004", "Anchors, aliases and tags are not used in workflow files.";
    DOCUMENTS = "WF0005", "A file holds one document.";
    EMPTY_FILE = "WF0006", "The file holds nothing.";
    KEY_NOT_TEXT = "WF0007", "A key is plain text, not a list or a mapping.";

    UNKNOWN_KEY = "WF0101", "A key that the vocabulary does not have.";
    DUPLICATE_KEY = "WF0102", "The same key is written twice in one mapping.";
    MISSING_KEY = "WF0103", "A key that must be there is missing.";
    WRONG_KIND = "WF0104", "A value is of another kind than the key takes (text, number, list, mapping).";
    UNKNOWN_WORD = "WF0105", "A word that is not one of the words that may stand here.";
    BAD_SCALAR = "WF0106", "An amount of time, number, share or literal is not written as it must be.";
    EMPTY_VALUE = "WF0107", "A key is written without a value.";
    BAD_NAME = "WF0108", "A name may hold small letters, digits and underscores, and begins with a letter.";

    DUPLICATE_STATE = "WF0201", "Two states in the file have the same name.";
    BAD_INITIAL = "WF0202", "`initial` does not name a child of the state that it is written in.";
    UNKNOWN_TARGET = "WF0203", "A transition leads to a state that does not exist.";
    FINAL_LIVES_ON = "WF0204", "A final state has transitions, clocks, children or a decision.";
    FEW_REGIONS = "WF0205", "A parallel state has fewer than two regions.";
    NO_INITIAL = "WF0206", "A state with children does not say which is the first.";
    BAD_HISTORY = "WF0207", "A history mark has content, or stands where there is nothing to remember.";
    NEEDLESS_INITIAL = "WF0208", "`initial` is written on a state that has no children, or enters all of them.";
    NO_STATES = "WF0209", "The workflow has no states.";
    BAD_ELSE = "WF0210", "`else` is the last of several alternatives and has no conditions.";
    DUPLICATE_ID = "WF0211", "Two conditions, guarantees or questions have the same id.";
    NOT_FOR_ENGINE = "WF0212", "A transition without `by` asks for something that only a person can give.";
    UNDO_WITH_OPS = "WF0213", "`undo_within` stands with something that cannot be held back.";
    BAD_GUARANTEE = "WF0214", "A guarantee does not say one thing that can be proved.";
    DECISION_WITH_CHILDREN = "WF0215", "A decision stands in a state with children or regions.";
    BAD_EXCLUSIVE = "WF0216", "A `tell` names exactly one of children, parent and link.";
    NO_ALTERNATIVES = "WF0217", "An event has an empty list of transitions.";
    DECISION_ANSWER = "WF0218", "A decision's answers do not fit together: no options, an empty group, or a name used twice.";

    UNKNOWN_ROLE = "WF0301", "A role that the vocabulary of roles does not have.";
    UNLISTED_ROLE = "WF0302", "A role that is used but not listed under `roles`.";
    UNKNOWN_MAIL = "WF0303", "A mail template that does not exist.";
    UNKNOWN_DOCUMENT = "WF0304", "A document template that does not exist.";
    UNKNOWN_NOTICE = "WF0305", "A notice template that does not exist.";
    UNKNOWN_FACT = "WF0306", "A fact that the host does not supply for this kind of record.";
    FACT_TYPE = "WF0307", "A fact is declared with another type than the host supplies.";
    UNKNOWN_CALENDAR = "WF0308", "A calendar that does not exist.";
    UNKNOWN_RULE_OF_TIME = "WF0309", "A counting rule that the calendar does not have.";
    UNKNOWN_FORM = "WF0310", "A form that is not declared.";
    UNKNOWN_SETTING = "WF0311", "A setting that is not declared.";
    SETTING_KIND = "WF0312", "A setting is used where another kind of value is needed.";
    UNKNOWN_WORKFLOW = "WF0313", "Another workflow that does not exist.";
    UNKNOWN_LINK = "WF0314", "A link, or a state of a linked workflow, that does not exist.";
    UNKNOWN_PERMIT = "WF0315", "A permit that the catalogue does not have.";
    UNKNOWN_MEANING = "WF0316", "A meaning that the catalogue does not have.";
    UNKNOWN_AUDIENCE = "WF0317", "A recipient that is neither a role of this file nor an audience.";
    UNKNOWN_RULE = "WF0318", "A rule that the catalogue does not have.";
    UNKNOWN_EXCLUSION = "WF0319", "An exclusion that the catalogue does not have.";
    UNKNOWN_ACTIVITY = "WF0320", "An activity that the rate card does not have.";
    UNKNOWN_GATE = "WF0321", "A gate that the catalogue does not have.";
    UNKNOWN_COLLECTION = "WF0322", "A collection that the kind of record does not have.";
    UNKNOWN_CONTENT = "WF0323", "A content, to bind votes to, that the kind of record does not have.";
    UNKNOWN_SUBJECT = "WF0324", "A kind of record that the catalogue does not have.";
    TEMPLATE_CONTEXT = "WF0325", "A template is written for another kind of record.";
    UNUSED = "WF0326", "Something is declared and never used.";
    UNKNOWN_STATE = "WF0327", "A state that does not exist is named outside a transition.";
    UNKNOWN_OUTCOME = "WF0328", "An outcome that the decision does not have.";
    UNKNOWN_OPTION = "WF0329", "An option or group that the decision does not have.";
    UNKNOWN_HOUSE = "WF0330", "A house that the vocabulary of roles does not have, or that no voter sits in.";
    UNKNOWN_BROOD = "WF0331", "Children that no state has under that name.";
    UNKNOWN_CLOCK = "WF0332", "A clock that the state does not have.";
    UNKNOWN_CONDITION = "WF0333", "A condition that no transition has.";
    UNKNOWN_EVENT = "WF0334", "An event that nothing in the file takes.";
    UNHEARD = "WF0335", "Another workflow has nothing that takes the event that it is told.";
    RULE_INPUT = "WF0336", "A rule reads a form that is not named, has not its questions, or reads none; or a setting that is not there.";
    NO_TOPIC = "WF0337", "An email goes to people who chose what to hear of, and its template has no topic.";
    UNKNOWN_SOURCE = "WF0338", "A question is filled in from a source that the catalogue does not have.";
    NOTHING_CARRIES = "WF0339", "`carried_by` stands without `binds`, or names a permit that nobody has in that state.";
    LINK_MEANS = "WF0340", "A link means no workflow at all, or names one twice.";

    EXPRESSION_SYNTAX = "WF0401", "An expression cannot be read.";
    EXPRESSION_TYPE = "WF0402", "An expression puts together values of types that do not fit, or gives the wrong type.";
    EXPRESSION_NAME = "WF0403", "An expression reads a name that nothing supplies.";
    ALWAYS_SAME = "WF0404", "A condition reads nothing, so it is always true or never.";

    OVERLAP = "WF0501", "Two alternatives on one event could hold at once, and no `else` orders them.";
    SHADOWED = "WF0502", "An alternative stands after one that is always taken.";

    UNREACHABLE = "WF0601", "A state that no path leads to.";
    DEAD_END = "WF0602", "A situation that nothing leads out of, and that is not an end.";
    DEAD_TRANSITION = "WF0603", "A transition that can never be taken.";
    EVENTLESS_CYCLE = "WF0604", "Transitions without events lead round in a circle.";
    LIVELOCK = "WF0605", "A situation from which the workflow goes on for ever and never reaches an end.";
    NO_FINAL = "WF0606", "The workflow has no final state.";
    UNTAKEN = "WF0607", "A clock or a decision gives an event that may find nothing to take it.";
    TOO_MANY = "WF0608", "The workflow has more situations than can be searched.";
    NOTHING_GIVES = "WF0609", "A transition waits for an event that nothing gives.";

    NOBODY = "WF0701", "A situation in which nobody can act and no clock runs.";
    TOO_FEW_FOR_TWO = "WF0702", "An act needs two people and the roles do not promise them.";
    QUORUM = "WF0703", "A quorum or count that cannot be reached after the worst recusal.";
    SEPARATION = "WF0704", "The same few people would have to do what must be kept apart.";

    NO_DEADLINE = "WF0801", "People are waited for without a deadline, and nothing says why.";
    BAD_CLOCK = "WF0802", "A clock has exactly one of `within`, `at` and `rule`.";
    REMINDER_OUTSIDE = "WF0803", "A reminder lies outside the time that the clock gives.";
    CLOCK_CHANGE_HOUR = "WF0804", "A local time in the hour that the clocks change.";
    BAD_TIME = "WF0805", "`ends` is neither `end_of_day` nor a local time.";
    DECISION_THEN = "WF0806", "The clock of a decision has a `then`; its end closes the count.";
    REMINDER_WITHOUT_MAIL = "WF0807", "Reminders without an email, or an email without reminders.";
    CLOCK_WITHOUT_END = "WF0808", "A clock that ends in nothing.";
    ZERO_TIME = "WF0809", "A clock that gives no time at all.";
    REMINDER_TO_NOBODY = "WF0810", "A reminder in a state that waits for nobody.";
    CLOCK_WITHOUT_TITLE = "WF0811", "A further clock has no title: pages would show its name in the file.";

    READ_BEFORE_SET = "WF0901", "A kept value is read where some path has not set it.";
    ATTACHED_BEFORE_MADE = "WF0902", "A document is attached before it is made.";
    FORM_NOT_COLLECTED = "WF0903", "A form's answers are read where that form is not filled in.";
    NOTHING_COLLECTS = "WF0904", "A sealed form, an obligation or a rule names a form that nobody fills in.";

    GUARANTEE_BROKEN = "WF1001", "A path breaks a guarantee.";
    LINKED_NOT_CHECKED = "WF1002", "A guarantee needs a linked state, and a transition does not ask for it.";
    LINKED_NOT_PROVED = "WF1003", "The linked workflow does not itself guarantee the state that is relied on.";
    GUARANTEE_IDLE = "WF1004", "A guarantee about something that never happens.";

    DEFAULT_OUTSIDE = "WF1101", "A setting's default lies outside its own bounds.";
    BOUND_KIND = "WF1102", "A bound is of another kind than what it bounds.";
    NO_OPTIONS = "WF1103", "A question to choose from has nothing to choose.";
    NEEDLESS_OPTIONS = "WF1104", "A question has something that its type has no use for.";
    NO_COLUMNS = "WF1105", "A table without columns.";
    BAD_PATTERN = "WF1106", "A pattern that is not a regular expression.";
    BOUNDS_CROSSED = "WF1107", "The least is more than the most.";
    KEEP_PERSONAL = "WF1108", "An answer that may be personal is marked `keep`.";
    EMPTY_FORM = "WF1109", "A form without questions.";
    NO_ROWS = "WF1110", "A table with a row for each option of a column that has none, or is not its first.";
    PREFILL_UNFIT = "WF1111", "A question is filled in that must be answered each time, or from answers of another kind.";
}
