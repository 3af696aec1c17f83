// What is asked of every page, whoever opens it: accessibility, markup, room. Each judgement is a list
// of sentences that say what is wrong.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const { HtmlValidate } = require("html-validate");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const validator = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    "long-title": "off",
    "no-trailing-whitespace": "off",
    "no-inline-style": "error",
    // A status is not the result of a calculation, so it is no `output`; a region of its own is no `section`.
    "prefer-native-element": ["error", { exclude: ["button", "status", "region", "img"] }],
    // Everything comes from our own address, where its hash is part of its name.
    "require-sri": "off",
    // Lists are named by the heading or sentence before them.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // An error summary stands before the h1, as on every question page of the public service.
    "heading-level": ["error", { minInitialRank: "any" }],
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit"] }],
    "text-content": "error",
  },
});

exports.onPath = (program) => process.env.PATH.split(":").map((place) => path.join(place, program)).find((file) => fs.existsSync(file));

exports.markup = async (html) => {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages.map((message) => `html-validate ${message.ruleId}, line ${message.line}: ${message.message}`));
};

exports.accessible = async (page) => {
  const found = await page.evaluate(
    async ([source, tags]) => {
      if (!globalThis.axe) (0, eval)(source);
      const result = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } });
      return result.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
    },
    [axe, TAGS],
  );
  return found.map((one) => `axe ${one.replace(/\s+/g, " ")}`);
};

exports.fits = async (page) => {
  const { wide, room, culprits } = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const scrolls = (one) => one.closest(".ac-scroll, .ac-hidden, .ac-skip");
    const over = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > room + 1 && !scrolls(one));
    return { wide: document.documentElement.scrollWidth, room, culprits: over.slice(0, 4).map((one) => `${one.tagName}.${one.getAttribute("class")}`) };
  });
  return wide <= room ? [] : [`scrolls sideways: ${wide} in ${room}; ${culprits.join(", ")}`];
};
