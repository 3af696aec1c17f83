// Whether the answer was good, signing, and where it is now.
"use strict";

module.exports = [
  {
    promise: "Whoever commented is told, says that they are not happy, and signers see it",
    at: "Signing",
    steps: [
      { as: "danny", open: "/", follow: "Somebody to ring at night" },
      { follow: ["Read the text", "Comments and their answers"], says: "The number is free; the text says so." },
      { follow: "Say who pays for the call.", says: "Accepted in part" },
      { fill: { happy: "No", why: "It does not say for which telephones." }, press: "Send" },
      { says: "It does not say for which telephones." },
    ],
  },
  {
    promise: "A signer reads what they sign, what changed and whose comment was not answered well, and gives one of three answers",
    at: "Signed",
    steps: [
      { as: "grace", open: "/", follow: "Somebody to ring at night", says: "Both houses are signing off" },
      { open: "/", follow: "Do you support this text", says: ["I support it", "Other answers"] },
      { follow: "Answers that people are not happy with", says: "Say who pays for the call." },
      { follow: "Say who pays for the call.", says: "It does not say for which telephones." },
      { open: "/", follow: "Do you support this text" },
      { fill: { option: "approve_with_conditions" }, press: "Continue" },
      { through: { condition: "The number is printed on every prescription.", evidence: "A photograph of one.", gate: "Before the award" } },
      { open: "{spec}", follow: "Do you support this text", says: "You have answered “I support it if something happens first”" },
    ],
  },
  {
    promise: "More time is there for the asking, without a reason",
    at: "Signed",
    steps: [
      { as: "wei", open: "{spec}", follow: "Ask for more time", says: "How much more time do you need?" },
      { fill: { by: "5 working days" }, press: "Take more time" },
      { says: "There is more time" },
    ],
  },
  {
    promise: "A correction of spelling carries answers over once an expert says that it means the same",
    at: "Signed",
    steps: [
      { as: "rachel", open: "{spec}/text", follow: "Correct only the spelling of section 1, What it is", fill: { text: "A peer-worker answers the phone at night.\n\nWhoever rings may ask to be rung back.", why: "A hyphen was missing.", declared: true }, press: "Send" },
      { as: "kofi", open: "/", follow: "Somebody to ring at night" },
      { follow: "Look at a correction of spelling", fill: { same: "Yes" }, press: "Send" },
      { open: "{spec}/text", says: "A peer-worker answers" },
    ],
  },
  {
    promise: "From what somebody asked to where it is now, as a page and as a paper",
    at: "end",
    steps: [
      { as: "grace", open: "/", follow: "Somebody to ring at night", says: "Signed off" },
      { follow: "Where is what you asked for?", says: ["Say what happens when both are on the phone.", "The number is printed on every prescription."] },
      { press: "Make a paper of this", says: "paper" },
    ],
  },
  {
    promise: "You said, we did: for everybody, in full and as Easy Read",
    at: "end",
    steps: [
      { as: "nobody", open: "/heard", follow: "Somebody to ring at night", says: "Easy Read" },
      { open: "/assured", says: "Nothing goes round the experts" },
      { open: "/process/specification", says: "Do you support this text as what should be delivered?" },
    ],
  },
  {
    promise: "Whose words count, and who took part beside who lives in the city, without small numbers",
    at: "end",
    steps: [
      { as: "ifrah", open: "{spec}/proposals", follow: "Whose words count, by house", says: ["under 5", "Who took part, and who lives in Sheffield", "no quota"] },
    ],
  },
];
