// Does what it is told in Chromium, as the people of a play: one command a line of JSON on standard
// input, one answer a line on standard output. Every page that is new to a person is judged on the
// way. Run by mod.rs.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const { chromium } = require("playwright-core");
const judge = require("../pages/judge.cjs");

const [, , base, shots, script, known] = process.argv;
const names = JSON.parse(known);
fs.mkdirSync(shots, { recursive: true });

const wrong = [];
// What each page was sent as: what scripts made of it is another thing.
const sources = new WeakMap();
const keep = (page) => page.on("response", (reply) => {
  const request = reply.request();
  if (!request.isNavigationRequest() || reply.status() === 303) return;
  const text = reply.text();
  // A page that is left before its text has come is judged by nobody; one that is judged says what went wrong there.
  text.catch(() => {});
  sources.set(page, text);
});
const seen = new Set();
const shown = new Set();
let pages = 0;

// A page's address without what differs from one record to the next.
const kind = (url) => new URL(url).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "x");

// Judges a page the first time that this person sees one of its kind.
const look = async (page, who, state = "") => {
  const where = `${kind(page.url())}${state}`;
  pages += 1;
  if (seen.has(`${who} ${where}`)) return;
  seen.add(`${who} ${where}`);
  const say = (all) => wrong.push(...all.map((one) => `${where} as ${who}: ${one}`));
  say(await judge.markup(await sources.get(page)));
  if (script === "script") say(await judge.accessible(page));
  await page.setViewportSize({ width: 320, height: 640 });
  say(await judge.fits(page));
  await page.setViewportSize({ width: 1280, height: 900 });
  if (!shown.has(where)) {
    shown.add(where);
    const name = where.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "home";
    await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
  }
};

// What a value may be called where one chooses: itself, the id, or the name of whom it means.
const called = (value) => {
  const one = names[value];
  return [String(value), ...(one ? [one.id, one.name] : [])];
};

// What stands under a line that opens is opened first, as people do.
const showFirst = async (one) => {
  const shut = one.locator("xpath=ancestor::details[not(@open)]/summary");
  if ((await shut.count()) > 0) await shut.first().click();
};

const choose = async (page, name, value) => {
  const wanted = called(value);
  const radios = page.locator(`input[name="${name}"]`);
  for (let nth = 0; nth < (await radios.count()); nth += 1) {
    const one = radios.nth(nth);
    const label = (await page.locator(`label[for="${await one.getAttribute("id")}"]`).textContent()).trim();
    if (wanted.includes(await one.getAttribute("value")) || wanted.some((word) => label === word || label.startsWith(`${word} (`))) {
      await showFirst(one);
      return one.check();
    }
  }
  const select = page.locator(`select[name="${name}"]`);
  if ((await select.count()) > 0) {
    const options = await select.locator("option").evaluateAll((all) => all.map((one) => [one.value, one.textContent.trim()]));
    const found = options.find(([id, label]) => wanted.includes(id) || wanted.some((word) => label === word || label.startsWith(`${word} (`)));
    if (found) return select.selectOption(found[0]);
  }
  throw new Error(`nothing called ${wanted.join(" or ")} can be chosen for ${name}`);
};

// Answers one question with what the play says.
const fill = async (page, name, value) => {
  const day = page.locator(`input[name="${name}-day"]`);
  if ((await day.count()) > 0) {
    const text = String(value);
    const [year, month, date] = text.slice(0, 10).split("-");
    await day.fill(date);
    await page.fill(`input[name="${name}-month"]`, month);
    await page.fill(`input[name="${name}-year"]`, year);
    const time = page.locator(`input[name="${name}-time"]`);
    if ((await time.count()) > 0) {
      // The play says it in universal time, the page asks for the time on the wall.
      const at = new Date(text);
      await time.fill(at.toLocaleTimeString("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" }));
    }
    return;
  }
  const all = page.locator(`[name="${name}"]`);
  const first = all.first();
  const type = await first.evaluate((one) => (one.tagName === "INPUT" ? one.type : one.tagName.toLowerCase()));
  if (Array.isArray(value)) {
    for (const one of value) await choose(page, name, one);
  } else if (type === "checkbox") {
    if (value === true) await first.check();
  } else if (typeof value === "boolean") {
    await choose(page, name, value ? "yes" : "no");
  } else if (type === "radio" || type === "select") {
    await choose(page, name, value);
  } else {
    const money = await first.evaluate((one) => one.parentElement.textContent.includes("£"));
    const text = money ? (typeof value === "number" ? (value / 100).toFixed(2) : String(value).replace("£", "")) : String(value);
    await first.fill(text);
  }
};

const rowsOf = (page, name) => page.locator(`[name^="${name}.0."]`).count();

// A row of a table, as far as the page asks for it.
const cells = async (page, start, row, but) => {
  for (const [column, value] of Object.entries(row)) {
    if (column === but || value === "" || value === null) continue;
    if ((await page.locator(`[name="${start}.${column}"], [name="${start}.${column}-day"]`).count()) > 0) await fill(page, `${start}.${column}`, value);
  }
};

const rowOf = (rows, option) => rows.find((row) => Object.values(row).some((value) => called(value).includes(option)));

// One page for each row: which, its address says.
const rowPage = async (page, name, rows) => {
  const action = await page.locator("form.ac-form").first().getAttribute("action");
  const option = new URL(action, base).searchParams.get("q").slice(name.length + 1);
  const row = rowOf(rows, option);
  if (row) await cells(page, `${name}.row`, row);
};

const table = async (page, name, rows) => {
  // Where the options are the rows, each says which it is.
  const said = await page.locator(`input[type="hidden"][name^="${name}."]`).evaluateAll((all) => all.map((one) => [one.name, one.value]));
  for (const [key, option] of said) {
    const [, place, column] = key.split(".");
    const row = rowOf(rows, option);
    if (row) await cells(page, `${name}.${place}`, row, column);
  }
  if (said.length > 0) return;
  const there = async () => {
    let count = 0;
    while ((await page.locator(`[name^="${name}.${count}."]`).count()) > 0) count += 1;
    return count;
  };
  for (let count = await there(); count < rows.length; count = await there()) {
    await Promise.all([page.waitForNavigation(), page.click(`button[name="ac-add"][value="${name}"]`)]);
    if ((await there()) === count) throw new Error(`no row can be added to ${name}`);
  }
  for (const [nth, row] of rows.entries()) await cells(page, `${name}.${nth}`, row);
};

// Answers every question of the page that the play has an answer for.
const answer = async (page, given) => {
  for (const [name, value] of Object.entries(given)) {
    const place = (of) => page.locator(`input[name="${name}.${of}"]`);
    if ((await page.locator(`[name^="${name}.row."]`).count()) > 0) await rowPage(page, name, value);
    else if ((await rowsOf(page, name)) > 0) await table(page, name, value);
    else if (Array.isArray(value) && value.length > 0 && (await place(value[0]).count()) > 0) for (const [nth, one] of value.entries()) await place(one).fill(String(nth + 1));
    else if ((await page.locator(`[name="${name}"], [name="${name}-day"]`).count()) > 0) await fill(page, name, value);
  }
};

const main = (page) => page.locator("form.ac-form .ac-buttons > button").first();

const problems = async (page) => {
  const errors = page.locator(".ac-errors__list li");
  const said = (await errors.count()) > 0 ? await errors.allTextContents() : await page.locator("main").allTextContents();
  return said.map((one) => one.replace(/\s+/g, " ").trim().slice(0, 600)).join("; ");
};

// The link that leads to a deed, on the page that is open.
const link = async (page, deed) => {
  const all = await page.locator("main a[href]").evaluateAll((found) => found.map((one) => [one.getAttribute("href"), one.textContent.trim()]));
  const task = `/task/${deed.instance}/`;
  const work = `/${deed.record.join("/")}/work/${deed.what}`;
  const { section, paragraph, comment, heading } = deed.given;
  const fits = ([href, text]) => {
    if (deed.verb === "vote") return href.startsWith(`${task}vote/`);
    if (deed.verb !== "work") return href.startsWith(`${task}${deed.verb}/`) && href.endsWith(`/${deed.what}`);
    if (href.split("?")[0] !== work) return false;
    if (comment && href.includes("?")) return href.includes(comment);
    if (section) return text.includes(section) && (!href.includes("paragraph=") || href.includes(`paragraph=${paragraph || 1}`));
    if (heading) return href === work;
    return true;
  };
  const found = all.find(fits);
  return found && found[0];
};

// Home first, as people do; then the record, the text that belongs to it, and the page of a comment.
const reach = async (page, deed) => {
  const record = `/${deed.record.join("/")}`;
  const { comment, format } = deed.given;
  const words = format ? [`${record}/words?show=${format}`] : [];
  const places = ["/", record, `${record}/text`, ...words, ...(comment ? [`${record}/comments/${comment}`] : [])];
  for (const place of places) {
    const reply = await page.goto(base + place);
    if (reply.status() !== 200) continue;
    await look(page, deed.who);
    const href = await link(page, deed);
    if (href) {
      await Promise.all([page.waitForNavigation(), page.locator(`main a[href="${href}"]`).first().click()]);
      return place;
    }
  }
  throw new Error(`no page of ${deed.who} leads to ${deed.verb} ${deed.what} on ${record}: ${await problems(page)}`);
};

const perform = async (page, deed) => {
  const from = await reach(page, deed);
  let key = "";
  for (let turn = 0; turn < 40; turn += 1) {
    const here = new URL(page.url()).pathname;
    await look(page, deed.who);
    if (here.startsWith("/sent/")) return { key, from };
    if (deed.verb === "work" && !here.includes("/work/")) return { key, from };
    const asked = page.locator('form.ac-form input[name="ac-key"]');
    if ((await asked.count()) === 0) throw new Error(await problems(page));
    key = await asked.first().getAttribute("value");
    if (here.endsWith("/check")) {
      if ((await page.locator('input[name="confirm"]').count()) > 0) await choose(page, "confirm", deed.decline ? "no" : "yes");
    } else if (deed.verb === "vote" && here.split("/").length === 5) {
      await choose(page, "option", deed.what);
    } else {
      await answer(page, deed.given);
    }
    const [reply] = await Promise.all([page.waitForNavigation(), main(page).click()]);
    if (reply && reply.status() >= 400) {
      await look(page, deed.who, ` ${reply.status()}`);
      const typed = await page.locator("form.ac-form :is(input, select, textarea)").evaluateAll((all) => all.map((one) => `${one.name}=${one.value.slice(0, 30)}`));
      throw new Error(`${reply.status()}: ${await problems(page)} (${typed.join("&")})`);
    }
  }
  throw new Error("it asks again and again");
};

(async () => {
  const browser = await chromium.launch({ executablePath: judge.onPath("chromium"), args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
  const contexts = new Map();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const deed = JSON.parse(line);
    let reply;
    try {
      if (!contexts.has(deed.who)) contexts.set(deed.who, await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: script === "script" }));
      const context = contexts.get(deed.who);
      await context.addCookies([{ name: "accord", value: deed.cookie, url: base, httpOnly: true, sameSite: "Lax" }]);
      const page = await context.newPage();
      page.on("pageerror", (error) => wrong.push(`${kind(page.url())}: script: ${error.message}`));
      page.on("console", (message) => message.type() === "error" && !message.text().includes("status of 4") && wrong.push(`${kind(page.url())}: console: ${message.text()}`));
      page.setDefaultTimeout(60000);
      keep(page);
      try {
        reply = await perform(page, deed);
      } finally {
        await page.close();
      }
    } catch (error) {
      reply = { fault: String(error.message).split("\n").slice(0, 6).join(" ") };
    }
    process.stdout.write(`${JSON.stringify({ ...reply, wrong: wrong.splice(0), pages, people: contexts.size })}\n`);
  }
  await browser.close();
})();
