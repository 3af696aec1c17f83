// Walks the journeys of people: each step is somebody who opens a place or goes on from where they are, follows links by
// their words, fills in what is asked, presses a button, and reads. Every page that is new to a person is judged. What a
// browser cannot do is asked of the test, a line of JSON each. Run by mod.rs.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { chromium } = require("playwright-core");
const judge = require("../pages/judge.cjs");

const [, , base, shots, script, stops, only, whose] = process.argv;
fs.mkdirSync(shots, { recursive: true });
const folder = path.join(__dirname, whose);
const journeys = fs.readdirSync(folder).sort().flatMap((name) => require(path.join(folder, name)));

const wrong = [];
const walked = {};
const seen = new Set();
let places = {};

const replies = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const ask = async (what, more = {}) => {
  process.stdout.write(`${JSON.stringify({ ask: what, ...more })}\n`);
  const { value } = await replies.next();
  if (value) return JSON.parse(value);
  process.stderr.write(`nobody answers any more; until then:\n${wrong.join("\n")}\n`);
  return process.exit(1);
};

// `{spec}` is the address of the text; what a step keeps has a name, too.
const named = (text) => text.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
const kind = (url) => new URL(url).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "x");
const words = async (page) => (await page.locator("main").innerText()).replace(/\s+/g, " ");

const sources = new WeakMap();
const contexts = new Map();
const pages = new Map();

const pageOf = async (browser, who) => {
  if (pages.has(who)) return pages.get(who);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: script === "script" });
  contexts.set(who, context);
  if (who !== "nobody") await context.addCookies([{ name: "accord", value: await ask("cookie", { who }), url: base, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  page.on("pageerror", (error) => wrong.push(`${kind(page.url())} as ${who}: script: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("status of 4") && wrong.push(`${kind(page.url())} as ${who}: console: ${message.text()}`));
  page.on("response", (reply) => {
    if (!reply.request().isNavigationRequest() || reply.status() === 303) return;
    const text = reply.text();
    // A page that is left before its text has come is judged by nobody; one that is judged says what went wrong there.
    text.catch(() => {});
    sources.set(page, text);
  });
  pages.set(who, page);
  return page;
};

// `anew` names a state of a page that was seen before, so that it is judged once more.
const look = async (page, who, anew = "") => {
  const where = kind(page.url());
  if (seen.has(`${who} ${where} ${anew}`)) return;
  seen.add(`${who} ${where} ${anew}`);
  const say = (all) => wrong.push(...all.map((one) => `${where} as ${who}: ${one}`));
  say(await judge.markup(await sources.get(page)));
  if (script === "script") say(await judge.accessible(page));
  await page.setViewportSize({ width: 320, height: 640 });
  say(await judge.fits(page));
  const name = `${where}-${who}-${anew}`.replace(/\W+/g, "-").replace(/^-|-$/g, "");
  await page.screenshot({ path: path.join(shots, `${name}-320.png`), fullPage: true });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
};

// What stands under a line that opens is opened first, as people do.
const showFirst = async (one) => {
  const shut = one.locator("xpath=ancestor::details[not(@open)]/summary");
  for (let more = await shut.count(); more > 0; more = await shut.count()) await shut.first().click();
};

const arrive = async (page, press) => {
  const [reply] = await Promise.all([page.waitForNavigation(), press()]);
  return reply;
};

const follow = async (page, text) => {
  const all = await page.locator("a[href]").evaluateAll((found) => found.map((one) => one.textContent.replace(/\s+/g, " ").trim()));
  let nth = all.indexOf(text);
  if (nth < 0) nth = all.findIndex((one) => one.includes(text));
  if (nth < 0) throw new Error(`no link says “${text}” on ${kind(page.url())}: ${all.filter(Boolean).join(" | ")}`);
  const link = page.locator("a[href]").nth(nth);
  await showFirst(link);
  return arrive(page, () => link.click());
};

const put = async (page, name, value) => {
  const all = page.locator(`[name="${name}"]`);
  if ((await all.count()) === 0) throw new Error(`nothing is asked as ${name} on ${kind(page.url())}`);
  const type = await all.first().evaluate((one) => (one.tagName === "INPUT" ? one.type : one.tagName.toLowerCase()));
  if (type === "radio" || type === "checkbox") {
    if (value === true) {
      for (let nth = 0; nth < (await all.count()); nth += 1) await all.nth(nth).check();
      return;
    }
    for (const wanted of [value].flat()) {
      let found = false;
      for (let nth = 0; nth < (await all.count()) && !found; nth += 1) {
        const one = all.nth(nth);
        const label = (await page.locator(`label[for="${await one.getAttribute("id")}"]`).first().textContent()).replace(/\s+/g, " ").trim();
        found = wanted === (await one.getAttribute("value")) || label.includes(wanted);
        if (found) {
          await showFirst(one);
          await one.check();
        }
      }
      if (!found) throw new Error(`“${wanted}” cannot be chosen for ${name}`);
    }
  } else if (type === "select") {
    const options = await all.first().locator("option").evaluateAll((found) => found.map((one) => [one.value, one.textContent.trim()]));
    const option = options.find(([id, label]) => id === value || label.includes(value));
    if (!option) throw new Error(`“${value}” cannot be chosen for ${name}: ${options.map(([, label]) => label).join(", ")}`);
    await all.first().selectOption(option[0]);
  } else if (type === "file") {
    // A name alone is that of a paper; what else is sent says what stands in it.
    const { name: called, mime, text } = typeof value === "string" ? { name: value, mime: "application/pdf", text: "%PDF-1.4\n%%EOF\n" } : value;
    await all.first().setInputFiles({ name: called, mimeType: mime, buffer: Buffer.from(text) });
  } else {
    await showFirst(all.first());
    await all.first().fill(named(value));
  }
};

const press = async (page, text) => {
  const all = page.locator("main button");
  const found = await all.evaluateAll((list) => list.map((one) => one.textContent.replace(/\s+/g, " ").trim()));
  const nth = found.findIndex((one) => one === text) >= 0 ? found.indexOf(text) : found.findIndex((one) => one.includes(text));
  if (nth < 0) throw new Error(`no button says “${text}” on ${kind(page.url())}: ${found.join(" | ")}`);
  await showFirst(all.nth(nth));
  return arrive(page, () => all.nth(nth).click());
};

const step = async (browser, who, one) => {
  const page = await pageOf(browser, who);
  let reply;
  if (one.open) reply = await page.goto(base + named(one.open));
  for (const text of [one.follow ?? []].flat()) {
    await look(page, who);
    reply = await follow(page, named(text));
  }
  await look(page, who);
  for (const [name, value] of Object.entries(one.fill ?? {})) await put(page, name, value);
  for (const text of [one.press ?? []].flat()) {
    reply = await press(page, text);
    await look(page, who, one.anew);
  }
  if (one.takes) {
    const link = page.locator("a[href]").filter({ hasText: one.takes }).first();
    const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
    if (!file.suggestedFilename().endsWith(one.file)) throw new Error(`the file is called ${file.suggestedFilename()}`);
    await file.saveAs(path.join(shots, file.suggestedFilename()));
  }
  // Whatever is asked one by one, with a check at the end.
  for (let turn = 0; one.through && turn < 8 && !kind(page.url()).startsWith("/sent/"); turn += 1) {
    for (const [name, value] of Object.entries(one.through)) if ((await page.locator(`[name="${name}"]`).count()) > 0) await put(page, name, value);
    reply = await arrive(page, () => page.locator("form.ac-form .ac-buttons > button").first().click());
    await look(page, who);
  }
  const status = reply ? reply.status() : 200;
  const read = await words(page);
  if (status !== (one.status ?? 200)) throw new Error(`${status} at ${kind(page.url())}: ${read.slice(0, 400)}`);
  for (const text of [one.says ?? []].flat()) if (!read.includes(named(text))) throw new Error(`${kind(page.url())} does not say “${named(text)}”: ${read.slice(0, 1500)}`);
  for (const text of [one.says_not ?? []].flat()) if (read.includes(named(text))) throw new Error(`${kind(page.url())} says “${named(text)}”`);
  if (one.keep) places[one.keep] = new URL(page.url()).pathname;
};

const walk = async (browser, journey) => {
  const before = seen.size;
  let who = "nobody";
  for (const [nth, one] of journey.steps.entries()) {
    who = one.as ?? who;
    try {
      await step(browser, who, one);
    } catch (error) {
      wrong.push(`${journey.promise}, step ${nth + 1} as ${who}: ${String(error.message).split("\n").slice(0, 4).join(" ")}`);
      break;
    }
  }
  walked[journey.promise] = seen.size - before;
};

(async () => {
  const browser = await chromium.launch({ executablePath: judge.onPath("chromium"), args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
  for (const stop of [...JSON.parse(stops), "end"]) {
    const played = await ask("play", { to: stop });
    if (played.fault) {
      wrong.push(`the play does not go on to “${stop}”: ${played.fault}`);
      break;
    }
    places = { ...places, ...played };
    // Time has passed, and sessions with it.
    for (const context of contexts.values()) await context.close();
    contexts.clear();
    pages.clear();
    for (const journey of journeys) if (journey.at === stop && (!only || journey.promise.includes(only))) await walk(browser, journey);
  }
  await browser.close();
  process.stdout.write(`${JSON.stringify({ walked, wrong })}\n`);
  process.exit(0);
})();
