// A two-person charity that has never bid finds out whether it can, with nobody's help and without an account.
"use strict";

const YES = {
  "check-not_for_profit": "yes",
  "check-in_the_city": "yes",
  "check-by_experience": "yes",
  "check-fair_pay": "yes",
  "check-safeguarding": "yes",
  "check-insurance": "yes",
  "check-bank": "yes",
};

module.exports = [
  {
    promise: "Whether an organisation can bid, what it takes and what it pays stands on one page, without an account",
    at: "Two have begun",
    steps: [
      { open: "/register", says: "Open for bids now" },
      { follow: "Can we bid?", says: ["About 12 hours of work", "£38,500 for a network for a year", "Bids until", "£300 for every organisation", "I do not know", "Easy Read: Peer Support Framework 2026"] },
      { press: "See what it comes to", status: 422, anew: "unanswered", says: ["There is a problem", "Choose an answer to"] },
      { fill: { ...YES, "check-insurance": "no", "check-bank": "unsure" }, press: "See what it comes to", anew: "can wait", says: ["Yes. By what you say, your organisation can bid. 2 things can wait", "You need it once you are chosen, not before.", "If the answer is no: you can bid."] },
      { fill: { ...YES, "check-in_the_city": "no" }, press: "See what it comes to", anew: "not yet", says: ["Not as things stand, because of 1 thing", "find a partner who works there."] },
      { fill: YES, press: "See what it comes to", says: "By what you say, your organisation can bid. It decides nothing" },
      { takes: "The questions as a document that you can write into (ODT)", file: ".odt" },
    ],
  },
  {
    promise: "Whoever has an account takes the questions and the draft away, and goes on from the same page",
    at: "Something has changed",
    steps: [
      { as: "amina", open: "/register" },
      { follow: "Can we bid?", says: "Start a bid on the page of the round." },
      { open: "/", follow: "Write your bid", says: "Which networks" },
      { takes: "Take all questions and your answers away as a document (ODT)", file: ".odt" },
    ],
  },
];
