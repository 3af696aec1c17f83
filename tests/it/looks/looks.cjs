// Goes through the running demonstration as one of each sort of people and says what is wrong with
// the pages that they find: accessibility, markup, room, keyboard, forced colours, paper. Each page of
// questions is also sent empty, so that its errors are seen. Run by mod.rs.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");
const judge = require("../pages/judge.cjs");

const [, , base, shots, only] = process.argv;
fs.mkdirSync(shots, { recursive: true });

// Nobody, and one of each sort.
const PEOPLE = ["", "Rachel Okafor", "Grace Mensah", "Amina Yusuf", "Hodan Ali", "Kofi Asante", "Bronwen Pugh", "Ruth Adeyemi", "Vincent Lane", "Diane Proctor", "Meera Joshi", "Leon Fairweather", "Judith Crane", "Siobhan Daly", "Marek Horvath"];
const MOST = Number(process.env.ACCORD_LOOKS || 70);
const EACH = 2;

let checks = 0;
const wrong = new Map();
const say = (where, all) => {
  checks += 1;
  for (const one of all) wrong.set(one, [...(wrong.get(one) || []), where]);
};

const kind = (address) => {
  const url = new URL(address, base);
  const parts = url.pathname.split("/").filter((part) => part.length < 20 || part.includes("."));
  return parts.join("/") || "/";
};
const name = (where) => where.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "home";

const shown = new Set();
const reached = new Set();

const look = async (page, source, where, who) => {
  const at = `${where} as ${who || "nobody"}`;
  say(at, await judge.markup(source));
  say(at, await judge.accessible(page));
  say(at, await judge.fits(page));
  const first = !shown.has(where);
  shown.add(where);
  if (first) {
    await page.screenshot({ path: path.join(shots, `${name(where)}.png`), fullPage: true });
    say(at, await judge.keyboard(page));
    say(at, await judge.prints(page));
    await page.emulateMedia({ forcedColors: "active" });
    say(at, (await judge.accessible(page)).map((one) => `in forced colours: ${one}`));
    await page.emulateMedia({ forcedColors: null });
  }
  // 1,280 pixels at 400 % have as much room as these.
  await page.setViewportSize({ width: 320, height: 256 });
  say(at, (await judge.fits(page)).map((one) => `at 400 %: ${one}`));
  if (first) {
    say(at, (await judge.accessible(page)).map((one) => `at 400 %: ${one}`));
    await page.screenshot({ path: path.join(shots, `${name(where)}-narrow.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
};

const walk = async (browser, who) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  page.on("pageerror", (error) => say(page.url(), [`script: ${error.message}`]));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("status of 4") && say(page.url(), [`console: ${message.text()}`]));
  if (who) {
    await page.goto(`${base}/demo`);
    await page.evaluate((called) => {
      const button = [...document.querySelectorAll("button")].find((one) => one.textContent.trim().startsWith(called));
      if (!button) throw new Error(`nobody is called ${called}`);
      button.click();
    }, who);
    await page.waitForURL(`${base}/`);
  }
  const seen = new Set();
  const kinds = new Map();
  const ahead = who ? ["/", "/account"] : ["/register", "/sign-in", "/demo", "/nothing-here"];
  const asking = [];
  let looked = 0;
  while (ahead.length > 0 && looked < MOST) {
    const address = ahead.shift();
    const where = kind(address);
    if (seen.has(address) || (kinds.get(where) || 0) >= EACH || /\.(csv|ics|atom|json|pdf)|\/pdf$|^\/files\/|^\/assets|\/sign-out|openapi/.test(address)) continue;
    seen.add(address);
    if (process.env.ACCORD_LOOKS_SAYS) console.error(new Date().toISOString(), who, address);
    const reply = await page.goto(base + address).catch((error) => {
      say(`${where} as ${who}`, [String(error.message).split("\n")[0]]);
      return null;
    });
    if (!reply || !(reply.headers()["content-type"] || "").startsWith("text/html")) continue;
    kinds.set(where, (kinds.get(where) || 0) + 1);
    looked += 1;
    if (reply.status() >= 500) say(`${where} as ${who}`, [`answers ${reply.status()}`]);
    const here = reply.status() >= 400 ? `${where} ${reply.status()}` : where;
    const source = await reply.text();
    if ((reply.headers()["content-security-policy"] || "").includes("sandbox")) {
      // A document runs no script at all, not even the judge's: its copy is judged.
      const copy = await context.newPage();
      await copy.setContent(source);
      await look(copy, source, here, who);
      await copy.close();
      continue;
    }
    await look(page, source, here, who);
    if (/\/(task|work|people\/new|appoint|delegate|account\/access|more-time)/.test(address) && !address.includes("/check") && (await page.locator("form.ac-form").count()) > 0) asking.push(address);
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    for (const link of links) {
      const url = new URL(link, base + address);
      if (url.origin === base && !link.startsWith("#")) ahead.push(url.pathname + url.search);
    }
  }
  // What is sent empty comes back with errors.
  for (const address of asking) {
    const where = `${kind(address)} empty`;
    if (reached.has(where)) continue;
    reached.add(where);
    await page.goto(base + address);
    for (const area of await page.locator("form.ac-form :is(textarea, input[type=text], input[type=email])").all()) await area.fill("").catch(() => {});
    const button = page.locator("form.ac-form .ac-buttons > button").first();
    if ((await button.count()) === 0) continue;
    const [reply] = await Promise.all([page.waitForNavigation(), button.click()]);
    if (reply && reply.status() === 422) await look(page, await reply.text(), where, who);
  }
  await context.close();
  return looked;
};

const launch = () => chromium.launch({ executablePath: judge.onPath("chromium"), args: process.getuid() === 0 ? ["--no-sandbox"] : [] });

(async () => {
  let browser = await launch();
  let pages = 0;
  for (const who of PEOPLE) {
    if (only && !only.split(",").includes(who)) continue;
    try {
      const looked = await walk(browser, who);
      console.log(`${who || "nobody"}: ${looked} pages`);
      pages += looked;
    } catch (error) {
      say(`as ${who || "nobody"}`, [String(error.message).split("\n")[0]]);
      if (!browser.isConnected()) browser = await launch();
    }
  }
  await browser.close();
  for (const [what, where] of wrong) console.log(`WRONG ${what}\n   on ${[...new Set(where)].slice(0, 4).join("; ")}`);
  console.log(`pages: ${pages}, kinds: ${shown.size}, checks: ${checks}, wrong: ${wrong.size}`);
  process.exitCode = wrong.size === 0 ? 0 : 1;
})();
