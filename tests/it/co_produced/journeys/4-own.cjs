// What people have of their own: pay, somebody at their side, what is held on them; and how an alliance is governed.
"use strict";

module.exports = [
  {
    promise: "A payment is offered without being asked for, taken, and paid into an account that few see",
    at: "end",
    steps: [
      { as: "grace", open: "/account" },
      { follow: "My payments", says: "You need not ask to be paid." },
      { follow: "account that you are paid into", fill: { name: "G Mensah", sort_code: "20-00-00", number: "31926819" }, press: "Continue" },
      { press: "Save this account" },
      { open: "/account/payments", says: "ends in 819" },
      { follow: "the most that you are paid in one week", says: "A payment can count as income." },
      { open: "/", follow: "Answer an offer to be paid", through: { benefit_advice: true, way: "Into my bank account" } },
      { open: "/account/payments", says: "Being approved" },
      { as: "rachel", open: "/account/payments", says_not: "31926819" },
    ],
  },
  {
    promise: "Who helps now is one press away, and a worry reaches the safeguarding lead and nobody else",
    at: "Answering",
    steps: [
      { as: "grace", open: "/", says: "Nobody watches this site round the clock" },
      { follow: ["Who helps now, and how to say that you are worried", "What worries you?"], fill: { text: "Somebody has not been seen since Tuesday.", role: "safeguarding_lead", named: "yes" }, press: "Send it" },
      { says: "Not read yet" },
      { as: "siobhan", open: "/", follow: "Read what was raised", says: "Not read yet" },
      { follow: "Worried about someone", says: "Somebody has not been seen since Tuesday.", press: "I see to it" },
      { fill: { answer: "We have rung her; she is at her brother's." }, press: "Answer, and close it" },
      { as: "grace", open: "/support", follow: "Worried about someone", says: "she is at her brother's" },
      { as: "rachel", open: "/concerns", status: 404 },
    ],
  },
  {
    promise: "A concern goes past the lead body to the chair of the board",
    at: "Answering",
    steps: [
      { as: "yasmin", open: "/support", follow: "What is your concern?", fill: { text: "We were talked over.", role: "Chair of the partnership board", named: "no" }, press: "Send it" },
      { as: "imran", open: "/", follow: "Read what was raised" },
      { says: "Not read yet", says_not: "Yasmin" },
      { as: "siobhan", open: "/concerns", says_not: "past" },
    ],
  },
  {
    promise: "Somebody at one's side, a break without a reason, and how one is named",
    at: "Answering",
    steps: [
      { as: "linda", open: "/account", follow: "Who is at my side, and breaks", fill: { supporter: "Leon Fairweather" }, press: "Save", says: "Your choice is saved" },
      { press: "Take a break", says: "You have a break" },
      { press: "I am back", says: "You are back" },
      { open: "/account", follow: "How I am named", fill: { screen: "Night Owl", author: "Linda F" }, press: "Save" },
      { says: "How you are named is saved" },
    ],
  },
  {
    promise: "What somebody says of themselves is theirs to say, and to take back",
    at: "Answering",
    steps: [
      { as: "linda", open: "/account", follow: "What I say of myself", says: ["You need not answer", "Nobody. It is counted together"] },
      { fill: { age: "65 or older" }, press: "Save", says: "It is saved" },
      { open: "/account/data/held", says: "65 or older" },
      { open: "/account/about-me", fill: { age: "rather not say" }, press: "Save" },
      { open: "/account/data/held", says_not: "65 or older" },
    ],
  },
  {
    promise: "What is held on somebody is read, taken away, and asked to be erased",
    at: "Answering",
    steps: [
      { as: "jamal", open: "/account", follow: "What is held on me", says: "yours to see" },
      { follow: "Read everything that is held on you" },
      { open: "/account/data", press: "Ask for it to be erased", says: "answer within one month" },
    ],
  },
  {
    promise: "Who sits where, who decided what by which rule, who has an interest, and where nobody is",
    at: "end",
    steps: [
      { as: "grace", open: "/bodies", says: ["Partnership board", "Looked at again on", "seats filled"] },
      { follow: "What was decided", says: ["Do you support this text as what should be delivered?", "Lived experience"] },
      { open: "/interests", says: "Interests" },
      { as: "nobody", open: "/landscape", says: "Where there is what, and where nobody is" },
      { as: "rachel", open: "/organisations", follow: "from a file" },
      { says: "CSV" },
      { open: "/bodies", says: "Grace Mensah" },
    ],
  },
];
