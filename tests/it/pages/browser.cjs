// Opens every page of a folder in Chromium and says what is wrong with it, a line each. Ends with the
// number of checks; with status 1 if anything was said. Run by browser.rs.
"use strict";

const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { chromium } = require("playwright-core");
const judge = require("./judge.cjs");

const folder = process.argv[2];
const only = process.argv[3];
const names = JSON.parse(fs.readFileSync(path.join(folder, "pages.json"), "utf8")).filter((name) => !only || name.includes(only));
const shots = path.join(folder, "seen");
fs.mkdirSync(shots, { recursive: true });

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; media-src 'self'; " +
  "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

let wrong = 0;
let checks = 0;
const say = (where, what) => {
  wrong += 1;
  console.log(`${where}: ${what}`);
};
const check = (holds, where, what) => {
  checks += 1;
  if (!holds) say(where, what);
};

// Answers with pages and assets under the policy of the product, and takes what pages post.
const posted = [];
let answer = { status: 200, type: "application/json", body: '{"says":"Saved at 2:30pm.","version":"8"}' };
let saving = null;
const serve = () =>
  new Promise((ready) => {
    const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };
    const server = http.createServer((request, reply) => {
      if (request.method === "POST") {
        const parts = [];
        request.on("data", (part) => parts.push(part));
        request.on("end", () => {
          posted.push({ url: request.url, body: Buffer.concat(parts).toString("utf8") });
          const { status, type, body, after } = request.url === "/save" && saving ? saving : answer;
          setTimeout(() => {
            reply.writeHead(status, { "content-type": type, "content-security-policy": POLICY });
            reply.end(body);
          }, after || 0);
        });
        return;
      }
      const file = path.join(folder, new URL(request.url, "http://x").pathname);
      if (!file.startsWith(folder) || !fs.existsSync(file) || !fs.statSync(file).isFile()) {
        reply.writeHead(404).end();
        return;
      }
      reply.writeHead(200, { "content-type": types[path.extname(file)] || "text/plain", "content-security-policy": POLICY });
      reply.end(fs.readFileSync(file));
    });
    server.listen(0, "127.0.0.1", () => ready(server));
  });

const markup = async () => {
  for (const name of names) {
    checks += 1;
    for (const one of await judge.markup(fs.readFileSync(path.join(folder, `${name}.html`), "utf8"))) say(name, one);
  }
};

const accessible = async (page, where) => {
  checks += 1;
  for (const one of await judge.accessible(page)) say(where, one);
};

const fits = async (page, where) => {
  checks += 1;
  for (const one of await judge.fits(page)) say(where, one);
};

const SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }";

const keyboard = async (page, where) => {
  checks += 1;
  for (const one of await judge.keyboard(page)) say(where, one);
};

const faces = async (browser, address) => {
  const ways = [
    { name: "wide", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
    { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
    { name: "narrow", viewport: { width: 320, height: 640 }, colorScheme: "light" },
    { name: "forced", viewport: { width: 1280, height: 900 }, forcedColors: "active" },
    { name: "still", viewport: { width: 320, height: 256 }, colorScheme: "light", reducedMotion: "reduce", javaScriptEnabled: false },
  ];
  for (const way of ways) {
    const context = await browser.newContext(way);
    for (const name of names) {
      const where = `${name}, ${way.name}`;
      const page = await context.newPage();
      // A picture of a long page takes its time where two builds share the machine.
      page.setDefaultTimeout(120000);
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && say(where, `console: ${message.text()}`));
      page.on("pageerror", (error) => say(where, `script: ${error.message}`));
      await page.goto(`${address}/${name}.html`);
      await fits(page, where);
      if (way.javaScriptEnabled !== false) await accessible(page, where);
      if (way.name === "wide" || way.name === "narrow") {
        await keyboard(page, where);
        await page.evaluate(() => {
          document.activeElement?.blur();
          window.scrollTo(0, 0);
        });
      }
      if (way.name !== "still") await page.screenshot({ path: path.join(shots, `${name}-${way.name}.png`), fullPage: true });
      if (way.name === "narrow") {
        await page.evaluate((text) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          document.adoptedStyleSheets = [sheet];
        }, SPACING);
        await fits(page, `${where}, with wider spacing`);
      }
      if (way.name === "wide") {
        checks += 1;
        for (const one of await judge.prints(page)) say(where, one);
        await page.emulateMedia({ media: "print" });
        await page.pdf({ path: path.join(shots, `${name}.pdf`), preferCSSPageSize: true, tagged: true });
      }
      await page.close();
    }
    await context.close();
  }
};

const until = async (page, holds, where, what) => {
  checks += 1;
  await page.waitForFunction(holds, undefined, { timeout: 8000 }).catch(() => say(where, what));
};

// What our script does, and only what it does.
const script = async (browser, address) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  // A picture of a long page takes its time where two builds share the machine.
  page.setDefaultTimeout(120000);
  page.on("pageerror", (error) => say("script", error.message));
  await page.goto(`${address}/${"gallery-all"}.html`);

  const corpus = JSON.parse(fs.readFileSync(path.join(folder, "words.json"), "utf8"));
  const counts = await page.evaluate((all) => all.map((one) => globalThis.accord.words(one.text)), corpus);
  const differ = corpus.map((one, nth) => [one, counts[nth]]).filter(([one, count]) => one.words !== count);
  check(differ.length === 0, "words", `${differ.length} of ${corpus.length} texts are counted otherwise than by the engine: ${differ.slice(0, 5).map(([one, count]) => `${JSON.stringify(one.text.slice(0, 60))} is ${one.words}, not ${count}`).join("; ")}`);

  await page.fill("#g-long", "one two - three");
  check((await page.textContent("#g-long-count")) === "You have 347 words remaining", "words", "the count does not follow typing");
  await page.fill("#g-long-error", "1 2 3 4 5 6 7 8 9 10 11");
  check((await page.textContent("#g-long-error-count")) === "You have 1 word too many", "words", "too many words are not said");

  check(await page.isVisible("#g-text-when"), "when", "a question that is asked is not shown");
  await page.check("#g-yes-no-2");
  check(!(await page.isVisible("#g-text-when")), "when", "a question that is not asked is shown");
  await page.check("#g-yes-no");
  check(await page.isVisible("#g-text-when"), "when", "a question does not come back");

  const saved = () => page.textContent("form[data-ac-autosave] [data-ac-saved]");
  await page.evaluate(() => (document.querySelector("form[data-ac-autosave]").dataset.acAutosave = "/save"));
  posted.length = 0;
  await page.fill("#gallery-form-name", "Kitchen & Table");
  await until(page, () => document.querySelector("form[data-ac-autosave] input[name=ac-version]").value === "8", "autosave", "the version is not renewed");
  check(posted.length === 1 && posted[0].body.includes("gallery-form-name=Kitchen+%26+Table") && posted[0].body.includes("ac-key=01975"), "autosave", `posted ${JSON.stringify(posted)}`);
  check((await saved()) === "Saved at 2:30pm.", "autosave", `says ${await saved()}`);
  answer = { status: 409, type: "application/json", body: "{}" };
  await page.fill("#gallery-form-name", "Kitchen");
  await until(page, () => document.querySelector("form[data-ac-autosave] [data-ac-saved]").textContent.includes("another tab or by somebody else"), "autosave", "a conflict is not said");
  answer = { status: 401, type: "application/json", body: "{}" };
  await page.fill("#gallery-form-name", "Table");
  await until(page, () => document.querySelector("form[data-ac-autosave] [data-ac-saved]").textContent.includes("signed out"), "autosave", "an ended session is not said");

  // A page that comes back with errors has the focus on its summary; its links lead into questions.
  const link = page.locator(".ac-errors a").first();
  await link.click();
  check((await page.evaluate(() => document.activeElement.id)) === "g-long", "errors", "a link does not lead into its question");
  const back = `<!DOCTYPE html><html lang="en-GB"><head><title>Error: Files</title></head><body><main class="ac-main"><div class="ac-errors" role="alert" tabindex="-1"><h2>There is a problem</h2></div><h1>Files</h1></main></body></html>`;
  answer = { status: 422, type: "text/html", body: back };
  posted.length = 0;
  await page.evaluate(() => {
    const form = document.createElement("form");
    form.method = "post";
    form.setAttribute("action", "/files");
    form.enctype = "multipart/form-data";
    form.dataset.acFiles = "";
    const progress = '<div data-ac-progress hidden><p role="status" data-ac-progress-says></p><progress max="100" value="0"></progress></div>';
    form.innerHTML = `<input type="hidden" name="action" value="x"><input type="file" id="sent" name="sent" aria-label="File"><button name="then" value="go">Send</button>${progress}`;
    document.querySelector("main").append(form);
    globalThis.accord.start();
  });
  await page.setInputFiles("#sent", { name: "policy.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(300000, "x") });
  await page.click("button[value=go]");
  await until(page, () => document.title === "Error: Files", "files", "the answer is not shown");
  const sent = posted.filter((one) => one.url === "/files").map((one) => one.body);
  check(sent.length === 1 && sent[0].includes('filename="policy.pdf"') && sent[0].includes('name="then"'), "files", `posted ${JSON.stringify(posted.map((one) => [one.url, one.body.length]))}`);
  check(await page.evaluate(() => document.activeElement.classList.contains("ac-errors")), "files", "the error summary has no focus");

  // What is sent while it is being saved waits for that, and is followed by nothing.
  await page.goto(`${address}/${"gallery-all"}.html`);
  saving = { status: 200, type: "application/json", body: '{"says":"Saved.","version":"9"}', after: 600 };
  answer = { status: 200, type: "text/html", body: back.replace("Error: Files", "Sent") };
  posted.length = 0;
  await page.evaluate(() => {
    const form = document.createElement("form");
    form.method = "post";
    form.setAttribute("action", "/sent");
    form.dataset.acAutosave = "/save";
    form.innerHTML = '<input type="hidden" name="ac-version" value="8"><input id="typed" name="typed" aria-label="Typed"><button>Send it</button><p data-ac-saved></p>';
    document.querySelector("main").append(form);
    globalThis.accord.start();
  });
  const onItsWay = page.waitForRequest((request) => request.url().endsWith("/save"));
  await page.fill("#typed", "the first words");
  await onItsWay;
  await page.fill("#typed", "the first words, and more");
  await page.getByRole("button", { name: "Send it" }).dblclick();
  await until(page, () => document.title === "Sent", "sending", "what is sent while it is saved never arrives");
  await page.goto(`${address}/${"gallery-all"}.html`);
  const order = posted.map((one) => `${one.url} ${new URLSearchParams(one.body).get("ac-version")} ${new URLSearchParams(one.body).get("typed")}`);
  check(order.join("; ") === "/save 8 the first words; /sent 9 the first words, and more", "sending", `posted ${order.join("; ")}`);
  await context.close();
};

(async () => {
  const server = await serve();
  const address = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({ executablePath: judge.onPath("chromium"), args: process.getuid() === 0 ? ["--no-sandbox"] : [] });
  try {
    await markup();
    await faces(browser, address);
    if (!only) await script(browser, address);
  } finally {
    await browser.close();
    server.close();
  }
  console.log(`checks: ${checks}, wrong: ${wrong}`);
  process.exitCode = wrong === 0 ? 0 : 1;
})();
