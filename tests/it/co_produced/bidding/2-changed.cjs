// What changes after a bid was sent, and who of an organisation sends it.
"use strict";

module.exports = [
  {
    promise: "Whoever has sent a bid is asked whether it still stands when something that matters changes, and says so with one press",
    at: "end",
    steps: [
      { open: "/register", follow: "Can we bid?", says: ["What has changed since it was published", "A host may begin in January", "Two practices asked for it."] },
      { as: "amina", open: "/", follow: "Say whether your bid still stands" },
      { press: "Say that your bid still stands" },
      { open: "/", says_not: "Say whether your bid still stands" },
    ],
  },
  {
    promise: "An organisation decides who of its people writes bids, and who sends them",
    at: "Two have begun",
    steps: [
      { as: "barry", open: "/organisations?q=shed", follow: "Hillsborough Men" },
      { follow: "Who writes bids, and who sends them", says: ["What does Terence Fox do for bids?", "Several people can write a bid."] },
      { press: "Save it for Terence Fox", anew: "saved", says: "Done. It is saved" },
    ],
  },
];
