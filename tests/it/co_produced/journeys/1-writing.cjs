// Before a draft, and while it is written: who says what it is for, what is proposed, and how a text grows.
"use strict";

module.exports = [
  {
    promise: "The working group proposes, and finds its proposal with the day of its answer",
    at: "What it is for",
    steps: [
      { as: "ifrah", open: "/", follow: "Somebody to ring at night", says: "An idea" },
      { follow: ["See proposals and their answers", "Propose something"], fill: { text: "A number that costs nothing." }, press: "Send", says: ["A number that costs nothing.", "It gets one by"] },
      { follow: "Propose something", fill: { text: "A warm room on Sundays." }, press: "Send" },
      { as: "grace", open: "{spec}/proposals", says: "A warm room on Sundays.", says_not: "Ifrah" },
    ],
  },
  {
    promise: "Need, purpose and what can still change are written by an expert, and linked to gaps",
    at: "Writing",
    steps: [
      { as: "grace", open: "/", follow: "Somebody to ring at night", says: "Agreeing what it is for" },
      { follow: "See what it is for, and what can still change", says: ["Somebody answers, who has been there.", "Lived experience"] },
      { follow: "Write or change this", fill: { need: "People have nobody to ring at night, and wait for the morning.", why: "We are the ones who wait." }, press: "Send" },
      { open: "{spec}/aims", says: "wait for the morning", says_not: "Grace" },
      { as: "hodan", open: "{spec}/aims", says: "No gap has been chosen" },
      { follow: "Choose gaps", fill: { gaps: ["No organisation in"] }, press: "Send" },
      { open: "{spec}/aims", says: "No organisation in", says_not: "No gap has been chosen" },
    ],
  },
  {
    promise: "Sections are written, ordered, taken out and put back by those who are invited",
    at: "Comments",
    steps: [
      { as: "linda", open: "/", follow: "Somebody to ring at night", says: "Being written together" },
      { follow: ["Read the text", "Write another section"], fill: { heading: "What it costs", text: "Nothing for whoever rings." }, press: "Send" },
      { open: "{spec}/sections", says: ["What it costs", "Lived experience"] },
      { follow: "Take out 3, What it costs", fill: { why: "It stands in the first section." }, press: "Send" },
      { open: "{spec}/text", follow: "Add sections, put them in order, take one out", says: "Taken out" },
      { follow: "Put What it costs back", press: "Send" },
      { open: "{spec}/sections", follow: "Put the sections in another order", says: "What it costs" },
      { open: "{spec}/text", says: "Nothing for whoever rings." },
    ],
  },
  {
    promise: "What changed is shown word by word",
    at: "Comments",
    steps: [
      { as: "yasmin", open: "{spec}/text", follow: "Change section 2, Who it is for", fill: { text: "Everybody in the city who would like to talk to somebody who has been there, with or without papers.", why: "So that nobody stays away." }, press: "Send" },
      { as: "kofi", open: "{spec}/text", follow: "How the text has changed", says: ["with or without papers", "So that nobody stays away"] },
    ],
  },
  {
    promise: "The clauses and what hosts count are written together like the text",
    at: "Comments",
    steps: [
      { as: "beverley", open: "{spec}/text", says: ["What hosts sign: the contract clauses", "What hosts count"] },
      { follow: "Change section 11, Law", fill: { text: "The law of England and Wales applies, and it is explained to whoever asks.", why: "Nobody signs what they do not understand." }, press: "Send" },
      { open: "{spec}/text/changes", says: "explained to whoever asks" },
    ],
  },
  {
    promise: "Plain English and Easy Read stand beside the full text",
    at: "Comments",
    steps: [
      { as: "linda", open: "{spec}/text", follow: "Easy Read" },
      { follow: "Write section 1, What it is, in Easy Read", fill: { text: "You can ring at night.\nSomebody answers.\nThey know what it is like." }, press: "Send" },
      { as: "wei", open: "{spec}/words?show=easy_read", says: "They know what it is like." },
      { open: "{spec}/words", says: ["A peer worker answers the phone at night.", "They know what it is like."] },
    ],
  },
  {
    promise: "Files belong to the text and are signed with it",
    at: "Comments",
    steps: [
      { as: "hodan", open: "{spec}/text", follow: "Files that belong to the text", says: "No file belongs to this text" },
      { press: "Add it", status: 422, says: "Say what the file is, in a few words." },
      { fill: { title: "A map of the lines", file: "a-map.pdf" }, press: "Add it", says: ["A map of the lines", "Fingerprint"] },
    ],
  },
];
