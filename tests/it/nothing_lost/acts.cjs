// What people do to lose their words, in Chromium, and what they find afterwards. What a browser
// cannot do is asked of the test, a line of JSON each. Run by mod.rs.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { chromium } = require("playwright-core");
const judge = require("../pages/judge.cjs");

const [, , base, shots, script, only] = process.argv;
const scripted = script === "script";
fs.mkdirSync(shots, { recursive: true });

const wrong = [];
let checks = 0;
let scene = "";
const check = (holds, what) => {
  checks += 1;
  if (!holds) wrong.push(`${scene}: ${what}`);
};

const replies = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const ask = async (what, more = {}) => {
  process.stdout.write(`${JSON.stringify({ ask: what, ...more })}\n`);
  return JSON.parse((await replies.next()).value);
};

const WORDS = "People have told us for two years what they need.";
const kind = (url) => new URL(url).pathname;
const words = async (page) => (await page.locator("main").innerText()).replace(/\s+/g, " ");

// Somebody with a browser of their own.
const somebody = async (browser, who) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: scripted });
  const sign = async () => context.addCookies([{ name: "accord", value: await ask("cookie", { who }), url: base, httpOnly: true, sameSite: "Lax" }]);
  await sign();
  const open = async (address) => {
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    page.on("pageerror", (error) => wrong.push(`${scene}: script: ${error.message}`));
    if (address) await page.goto(base + address);
    return page;
  };
  return { open, sign, close: () => context.close() };
};

const go = async (page) => {
  const [reply] = await Promise.all([page.waitForNavigation(), page.locator("form.ac-form .ac-buttons > button").first().click()]);
  return reply ? reply.status() : 0;
};

// Where two presses lead: the second may break off the way on which the first has set out.
const arrives = async (page, where) => {
  for (let broken = 0; broken < 3; broken += 1) {
    try {
      return await page.waitForURL(where);
    } catch (error) {
      if (!error.message.includes("ERR_ABORTED")) throw error;
    }
  }
  return page.waitForURL(where);
};

// A page that is new: judged, and kept as a picture.
const look = async (page, name) => {
  if (scripted) for (const one of await judge.accessible(page)) wrong.push(`${scene}: ${one}`);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const one of await judge.fits(page)) wrong.push(`${scene}: ${one}`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
};

const saved = (page, part) =>
  page
    .waitForFunction((text) => document.querySelector("[data-ac-saved]")?.textContent.includes(text), part, { timeout: 15000 })
    .then(() => true)
    .catch(() => false);

// After the sign-in page: signs in, and goes where it would lead.
const signInAgain = async (page, person) => {
  check(kind(page.url()) === "/sign-in", `leads to ${page.url()}, not to signing in`);
  const next = new URL(page.url()).searchParams.get("next");
  await person.sign();
  await page.goto(base + next);
};

const task = (idea, event = "take_forward", state = "idea") => `/task/${idea.instance}/act/${state}/${event}`;
const area = "textarea[name=reason]";

const scenes = {
  // The session runs out in the middle of a form that keeps drafts.
  async "a session that runs out"(browser) {
    const idea = await ask("idea");
    const rachel = await somebody(browser, "rachel");
    const page = await rachel.open(task(idea));
    await page.fill(area, WORDS);
    await ask("expire");
    if (scripted) {
      await page.fill(area, `${WORDS} First.`);
      check(await saved(page, "signed out"), "the page does not say that one is signed out");
      await page.fill(area, `${WORDS} First. And more.`);
    }
    await go(page);
    await signInAgain(page, rachel);
    const kept = await page.inputValue(area);
    check(kept === (scripted ? `${WORDS} First. And more.` : WORDS), `what is kept is ${JSON.stringify(kept)}`);
    await go(page);
    check((await words(page)).includes(WORDS), "the check does not show the words");
    await rachel.close();
  },

  // The same on a page that keeps no drafts.
  async "a session that runs out on a plain form"(browser) {
    const grace = await somebody(browser, "grace");
    const page = await grace.open("/account/access");
    await page.fill("textarea[name=says]", "A quiet room.\nWritten notes.");
    await ask("expire");
    await go(page);
    await signInAgain(page, grace);
    check((await words(page)).includes("A quiet room."), "what was typed is not shown");
    await look(page, "kept-form");
    await go(page);
    check((await page.inputValue("textarea[name=says]")).includes("Written notes."), "it was not sent");
    await grace.close();
  },

  async "the back button"(browser) {
    const idea = await ask("idea");
    const rachel = await somebody(browser, "rachel");
    const page = await rachel.open(task(idea));
    await page.fill(area, WORDS);
    await go(page);
    await page.goBack();
    check((await page.inputValue(area)) === WORDS, "the words are not there");
    await page.fill(area, `${WORDS} Changed.`);
    await go(page);
    check((await words(page)).includes("Changed."), "the change is not there");
    const before = await ask("entries", idea);
    await go(page);
    check(kind(page.url()).startsWith("/sent/"), `leads to ${page.url()}`);
    const sent = page.url();
    // Back on the check, and once more.
    await page.goBack();
    if (kind(page.url()).endsWith("/check") && (await page.locator("form.ac-form").count()) > 0) await go(page);
    check(page.url() === sent || kind(page.url()).startsWith("/sent/"), `a second press leads to ${page.url()}`);
    check((await ask("entries", idea)) === before + 1, "it was done twice");
    // Back on the question: what stands there is shown, and not sent again.
    await page.goto(sent);
    const old = await rachel.open();
    await old.goto(base + task(idea));
    check(old.url() === sent, `the place of what was sent leads to ${old.url()}`);
    await rachel.close();
  },

  async "a page of the past is sent"(browser) {
    const idea = await ask("idea");
    const rachel = await somebody(browser, "rachel");
    const [page, old] = [await rachel.open(task(idea)), await rachel.open(task(idea))];
    await page.fill(area, WORDS);
    await go(page);
    await go(page);
    const before = await ask("entries", idea);
    await old.fill(area, "Other words.");
    check((await go(old)) === 409, "an old page is taken");
    check((await words(old)).includes("Other words."), "the words of the old page are lost");
    await look(old, "sent-already");
    check((await ask("entries", idea)) === before, "it was done again");
    await rachel.close();
  },

  async "a second press"(browser) {
    const idea = await ask("idea");
    const rachel = await somebody(browser, "rachel");
    const page = await rachel.open(task(idea));
    await page.fill(area, WORDS);
    await go(page);
    const before = await ask("entries", idea);
    await page.locator("form.ac-form .ac-buttons > button").first().dblclick({ noWaitAfter: true });
    await arrives(page, /\/sent\//);
    check((await ask("entries", idea)) === before + 1, "two presses did it twice");
    // A form without a draft: sent, taken back, and sent once more as it was.
    const people = await rachel.open("/people/new");
    await people.fill("input[name=name]", "Ada Lovelace");
    await people.fill("input[name=email]", "ada@example.org");
    await people.check("input[name=channel]");
    await people.selectOption("select[name=organisation]", { index: 1 });
    await people.fill("input[name=position]", "Volunteer");
    await people.locator("form.ac-form .ac-buttons > button").first().dblclick({ noWaitAfter: true });
    await arrives(people, /\/people\/[0-9a-f-]{36}/);
    check((await ask("people", { named: "Ada Lovelace" })) === 1, "two presses made two people");
    await people.goBack();
    if ((await people.locator("input[name=name]").count()) > 0 && (await people.inputValue("input[name=name]")) === "Ada Lovelace") await go(people);
    check((await ask("people", { named: "Ada Lovelace" })) === 1, "sent again, it made two people");
    await rachel.close();
  },

  async "two windows"(browser) {
    const idea = await ask("idea");
    const rachel = await somebody(browser, "rachel");
    const [one, two] = [await rachel.open(task(idea)), await rachel.open(task(idea))];
    await one.fill(area, "What I wrote in the first window.");
    await go(one);
    await two.fill(area, "What I wrote in the second window.");
    if (scripted) check(await saved(two, "see both"), "the second window does not say that there is another");
    check((await go(two)) === 409, "the second window writes over the first");
    check((await words(two)).includes("What I wrote in the first window."), "the words of the first window are lost");
    check((await two.inputValue(area)) === "What I wrote in the second window.", "the words of the second window are lost");
    await look(two, "another-window");
    await two.fill(area, "What I mean.");
    await go(two);
    check((await words(two)).includes("What I mean."), "one cannot go on");
    await rachel.close();
  },

  // The same thing was done by somebody else meanwhile.
  async "somebody was quicker"(browser) {
    const idea = await ask("idea");
    const rachel = await somebody(browser, "rachel");
    const page = await rachel.open(task(idea));
    await page.fill(area, WORDS);
    if (scripted) check(await saved(page, "Saved at"), "it is not saved");
    await ask("act", { ...idea, who: "tom", event: "take_forward", with: { reason: "Yes." } });
    check((await go(page)) === 409, "it is sent over what somebody did");
    const says = await words(page);
    check(says.includes("Tom Hadfield was quicker"), "it does not say who");
    check(says.includes(WORDS), "the words are lost");
    await look(page, "moved-on");
    await page.goto(base + task(idea));
    check((await words(page)).includes(WORDS), "the words do not come back");
    await go(page);
    check(kind(page.url()) === `/specification/${idea.record}`, `thrown away, it leads to ${page.url()}`);
    await page.goto(base + task(idea));
    check(!(await words(page)).includes(WORDS), "what was thrown away is there");
    await look(page, "asked-no-more");
    await rachel.close();
  },

  // Something else happened meanwhile, and what is typed may still fit.
  async "things moved on"(browser) {
    const idea = await ask("idea");
    const rachel = await somebody(browser, "rachel");
    const page = await rachel.open(task(idea, "withdraw", "-"));
    await page.fill(area, "There is no money.");
    await go(page);
    await ask("act", { ...idea, who: "tom", event: "take_forward", with: { reason: "Yes." } });
    check((await go(page)) === 409, "it is done without a word");
    check((await words(page)).includes("Tom Hadfield was quicker"), "it does not say who");
    await look(page, "go-on");
    await go(page);
    check((await words(page)).includes("There is no money."), "the words are lost");
    await rachel.close();
  },

  // Two people write to the same place.
  async "one text, two people"(browser) {
    const text = await ask("text");
    const [hodan, yasmin] = [await somebody(browser, "hodan"), await somebody(browser, "yasmin")];
    const first = await hodan.open(`/specification/${text.record}/text`);
    const href = await first.locator('main a[href*="section.edit?"]').first().getAttribute("href");
    const section = new URL(href, base).searchParams.get("section");
    await first.goto(base + href);
    const second = await yasmin.open(href);
    await first.fill("textarea[name=text]", "Adults, and people of 16 and 17.");
    await second.fill("textarea[name=text]", "Adults, wherever they live.");
    if (scripted) check(await saved(second, "Saved at"), "it is not saved");
    await go(first);
    check((await go(second)) === 409, "it writes over what somebody wrote");
    const says = await words(second);
    check(says.includes("Adults, and people of 16 and 17."), "what somebody wrote is not shown");
    check(says.includes("Hodan Ali"), "it does not say who");
    check((await second.inputValue("textarea[name=text]")) === "Adults, wherever they live.", "the words are lost");
    await look(second, "one-text-two-people");
    await second.fill("textarea[name=text]", "Adults, and people of 16 and 17, wherever they live.");
    check((await go(second)) === 200, "one cannot go on");
    check((await words(second)).includes("16 and 17, wherever they live."), "what was sent is not there");
    // A draft of yesterday does not hide what was written since.
    await second.goto(base + href);
    await second.fill("textarea[name=text]", "A draft of mine.");
    if (scripted) {
      check(await saved(second, "Saved at"), "it is not saved");
      await ask("work", { ...text, who: "hodan", permit: "section.edit", with: { section, heading: "Who it is for", text: "Everybody." } });
      await second.goto(base + href);
      check((await words(second)).includes("Everybody."), "a draft hides what somebody wrote");
      check((await second.inputValue("textarea[name=text]")) === "A draft of mine.", "the draft is lost");
    }
    await hodan.close();
    await yasmin.close();
  },

  async "the server begins again"(browser) {
    const idea = await ask("idea");
    const rachel = await somebody(browser, "rachel");
    const page = await rachel.open(task(idea));
    await page.fill(area, WORDS);
    await ask("stop");
    if (scripted) {
      check(await saved(page, "tried again"), "the page does not say that it is not saved");
      await ask("start");
      check(await saved(page, "Saved at"), "it is not saved once the server is there");
      await page.reload();
      check((await page.inputValue(area)) === WORDS, "the words are not there");
    } else {
      await ask("start");
    }
    await go(page);
    check((await words(page)).includes(WORDS), "the words are lost");
    await ask("stop");
    await ask("start");
    const before = await ask("entries", idea);
    await go(page);
    check(kind(page.url()).startsWith("/sent/"), `leads to ${page.url()}`);
    check((await ask("entries", idea)) === before + 1, "it was not done once");
    await rachel.close();
  },
};

(async () => {
  const browser = await chromium.launch({ executablePath: judge.onPath("chromium"), args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
  for (const [name, act] of Object.entries(scenes)) {
    if (only && !name.includes(only)) continue;
    scene = name;
    try {
      await act(browser);
    } catch (error) {
      wrong.push(`${name}: ${String(error.message).split("\n").slice(0, 4).join(" ")}`);
    }
  }
  await browser.close();
  process.stdout.write(`${JSON.stringify({ checks, wrong })}\n`);
  process.exit(0);
})();
