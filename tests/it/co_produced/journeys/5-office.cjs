// What an office does with people's payments and with what is held on them: more than one person, and whoever it
// concerns reads what came of it.
"use strict";

module.exports = [
  {
    promise: "What is held on somebody is erased by two people, and is gone from the register of people",
    at: "Signed",
    steps: [
      { as: "rachel", open: "/people?q=Anneka", follow: ["Dr Anneka Visser", "Erase what is held on them"], says: ["You cannot ask for it yet", "End that appointment first"] },
      { open: "/people?q=Anneka", follow: ["Dr Anneka Visser", "End: Evaluator"], fill: { reason: "She has moved away." }, press: "End it today" },
      { open: "/people?q=Anneka", follow: ["Dr Anneka Visser", "Erase what is held on them"], says: "A second person confirms it" },
      { fill: { why: "asked" }, press: "Ask for it to be erased" },
      { as: "tom", open: "/", follow: "Confirm or decline a change", says: "Anneka Visser" },
      { fill: { answer: "yes" }, press: "Send" },
      { open: "/people?q=Anneka", says_not: "Anneka Visser" },
    ],
  },
  {
    promise: "Organisations come from a file: what cannot be taken is said with its row, and nothing is written before",
    at: "Signed",
    steps: [
      { as: "rachel", open: "/organisations", follow: "from a file" },
      {
        fill: {
          file: {
            name: "members.csv",
            mime: "text/csv",
            text: "Organisation,What it is,Areas,What it offers,Communities,Languages,Led by its community,Website\r\nDarnall Doorsteps,Member,Foundry,Befriending and company,Roma,Slovak,yes,https://doorsteps.example\r\nNobody's,Lead body,Nowhere,Magic,,,perhaps,\r\n",
          },
        },
        press: "Look at what it would do",
        says: ["1 organisation would be added", "1 row cannot be taken", "is not among the areas here"],
      },
      { fill: { because: "From the survey of the spring." }, press: "leave 1 row out" },
      { as: "nobody", open: "/organisations?q=Darnall", says: "Darnall Doorsteps", says_not: "Nobody's" },
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
