// Comments, their answers, and what becomes of them.
"use strict";

module.exports = [
  {
    promise: "An expert comments on a paragraph, and says more when asked back",
    at: "Answering",
    steps: [
      { as: "grace", open: "/", follow: "Comment", says: "A peer worker answers the phone at night." },
      { follow: "Comment on paragraph 1 of What it is", fill: { text: "Say what happens when both are on the phone." }, press: "Send" },
      { says: "Say what happens when both are on the phone." },
      { as: "rachel", open: "{spec}/comments", follow: "Say what happens when both are on the phone", keep: "comment" },
      { follow: "Ask back, or say more", fill: { text: "Would a call back within ten minutes do?" }, press: "Send" },
      { as: "grace", open: "{comment}", says: "Would a call back within ten minutes do?" },
      { follow: "Say more below your comment", fill: { text: "Within five." }, press: "Send" },
      { as: "danny", open: "{comment}", says: ["Within five.", "Lived experience"], says_not: "Grace" },
    ],
  },
  {
    promise: "What is said by phone is written down by a supporter and read back",
    at: "Answering",
    steps: [
      { as: "leon", open: "/", follow: "Somebody to ring at night" },
      { follow: ["Read the text", "Write down what somebody says about paragraph 1 of Who it is for"], fill: { for: "Eleanor Pratt", text: "I cannot read a website at three in the morning.", way: "By phone" }, press: "Send", status: 422, says: "read it back" },
      { fill: { read_back: true }, press: "Send" },
      { open: "{spec}/text", says: "I cannot read a website at three in the morning." },
    ],
  },
  {
    promise: "Words are hidden with a reason, and an expert seat shows them again",
    at: "Answering",
    steps: [
      { as: "kofi", open: "{spec}/text", follow: "Comment on paragraph 2 of What it is", fill: { text: "Ask Jo at the clinic how it was." }, press: "Send" },
      { as: "rachel", open: "{spec}/comments", follow: "Ask Jo at the clinic how it was", keep: "named" },
      { follow: "Hide these words from others", fill: { reason: "They name somebody." }, press: "Send" },
      { as: "hodan", open: "{named}", says: "They name somebody.", says_not: "Ask Jo" },
      { as: "grace", open: "{named}", follow: "Show these words again", fill: { reason: "Jo has agreed." }, press: "Send" },
      { as: "hodan", open: "{named}", says: "Ask Jo at the clinic how it was." },
    ],
  },
  {
    promise: "Every comment gets an answer, many at once, with the section that changed",
    at: "Hearing back",
    steps: [
      { as: "rachel", open: "/", says: "Some comments have no answer yet." },
      { open: "{spec}/comments", follow: "Answer comments", says: "still to be answered" },
      { fill: { which: ["Say who pays for the call.", "It has to cost nothing."], disposition: "Accepted in part", answer: "The number is free; the text says so.", changed: "What it is" }, press: "Answer the chosen comments" },
      { says: "You answered 2 comments." },
      { fill: { which: true, disposition: "accepted" }, press: "Answer the chosen comments", says: "Every comment has an answer" },
    ],
  },
];
