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
    // Tables that become cards on a phone say what they are: some browsers forget it when the display changes.
    "no-redundant-role": "off",
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

// Goes through the page by Tab: everything that can be reached shows that it is.
exports.keyboard = async (page) => {
  const wrong = [];
  const reachable = await page.evaluate(() => {
    const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled;
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(seen).filter((one) => one.type !== "hidden");
    const groups = new Set();
    return all.filter((one) => one.type !== "radio" || (!groups.has(one.name) && groups.add(one.name))).length;
  });
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    window.scrollTo(0, 0);
  });
  let reached = 0;
  for (let press = 0; press < reachable + 40; press += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      return {
        what: `${one.tagName} ${one.id || one.textContent.trim().slice(0, 30)}`,
        shown: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
        inView: box.bottom > 0 && box.top < innerHeight,
        again: one.dataset.reached === "yes" || !(one.dataset.reached = "yes"),
      };
    });
    if (at === null || at.again) break;
    reached += 1;
    if (!at.shown) wrong.push(`no focus is seen on ${at.what}`);
    if (!at.inView) wrong.push(`out of view with the focus: ${at.what}`);
  }
  if (reached < reachable) wrong.push(`the keyboard reaches ${reached} of ${reachable}`);
  return wrong;
};

// What is printed has nothing to press on it.
exports.prints = async (page) => {
  await page.emulateMedia({ media: "print" });
  const kept = await page.evaluate(() => [...document.querySelectorAll(".ac-nav, .ac-skip, .ac-buttons")].filter((one) => one.checkVisibility()).length);
  await page.emulateMedia({ media: null });
  return kept === 0 ? [] : ["navigation or buttons are printed"];
};
