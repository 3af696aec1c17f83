// What an office does with people's payments and with what is held on them: more than one person, and whoever it
// concerns reads what came of it.
"use strict";

module.exports = [
  {
    promise: "What is held on somebody is erased by two people, and is gone from the register of people",
    at: "Signed",
    steps: [
      { as: "rachel", open: "/people?q=Jamal", follow: ["Jamal Warsame", "Erase what is held on them"], says: "A second person confirms it" },
      { fill: { why: "asked" }, press: "Ask for it to be erased" },
      { as: "tom", open: "/", follow: "Confirm or decline a change", says: "Jamal Warsame" },
      { press: "Confirm" },
      { open: "/people?q=Jamal", says_not: "Jamal Warsame" },
    ],
  },
  {
    promise: "What was agreed is paid in one run, and whoever is paid reads when",
    at: "end",
    steps: [
      { as: "rachel", open: "/", follow: "Approve a payment", says: "Grace Mensah" },
      { press: "Approve it" },
      { as: "colin", open: "/", follow: "Put approved payments into a run", says: "Grace Mensah" },
      { fill: { which: true }, press: "Make a run of these" },
      { says: ["Fetch the file for the payroll", "Record that it was paid"], says_not: "31926819" },
      { as: "grace", open: "/account/payments", says: "Being paid" },
    ],
  },
];
