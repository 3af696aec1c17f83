// What a page does by itself. Everything works without it; nothing here decides anything.
(() => {
  "use strict";

  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

  // Words, counted as the engine counts them (src/engine/forms/text.rs): the text is cleaned first,
  // then stretches between white space count that hold a letter or a digit. A test compares the two.
  const unseen = /[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
  const words = (text) =>
    text
      .replace(/\r\n?/gu, "\n")
      .replace(/\t/gu, " ")
      .replace(/(?!\n)\p{Cc}/gu, "")
      .replace(unseen, "")
      .split(/\p{White_Space}+/u)
      .filter((word) => /[\p{Alphabetic}\p{N}]/u.test(word)).length;

  const plural = (number) => `${number.toLocaleString("en-GB")} ${number === 1 ? "word" : "words"}`;

  // The number is seen at once and read out only when typing pauses.
  const countWords = (area) => {
    const seen = document.getElementById(`${area.id}-count`);
    if (!seen) return;
    const most = Number(area.dataset.acWords);
    const read = document.createElement("p");
    read.className = "ac-hidden";
    read.setAttribute("role", "status");
    seen.after(read);
    let pause = 0;
    const show = () => {
      const left = most - words(area.value);
      seen.textContent = left < 0 ? `You have ${plural(-left)} too many` : `You have ${plural(left)} remaining`;
      seen.classList.toggle("ac-count--over", left < 0);
    };
    area.addEventListener("input", () => {
      show();
      clearTimeout(pause);
      pause = setTimeout(() => (read.textContent = seen.textContent), 1000);
    });
    show();
  };

  // A question that is asked only after a certain answer is hidden until then. What is typed in it
  // stays, and the server leaves out what was not asked.
  const askOnlyIf = (field) => {
    const form = field.closest("form") || document;
    const wanted = field.dataset.acIs.split("|");
    const others = [...form.querySelectorAll("input, select")].filter((one) => one.name === field.dataset.acWhen);
    if (others.length === 0) return;
    const given = (one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : true);
    const show = () => (field.hidden = !others.some((one) => given(one) && wanted.includes(one.value)));
    each(".ac-hint__when", (says) => (says.hidden = true), field);
    field.classList.add("ac-field--when");
    others.forEach((one) => one.addEventListener("change", show));
    show();
  };

  // Saves what was typed, without the files, a moment after typing stops and when the page is left.
  const autosave = (form) => {
    const says = form.querySelector("[data-ac-saved]");
    if (!says) return;
    let waiting = 0;
    let saved = "";
    let busy = false;
    let flight = Promise.resolve();
    const tell = (text, failed) => {
      says.textContent = text;
      says.classList.toggle("ac-saved--failed", failed);
    };
    // Names that begin with `ac-` are the page's own: they are sent and are no answers.
    const typed = (own) => {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && (own || !name.startsWith("ac-"))) data.append(name, value);
      }
      return data;
    };
    const later = (delay) => {
      clearTimeout(waiting);
      waiting = setTimeout(save, delay);
    };
    const save = (leaving = false) => {
      const now = typed(false).toString();
      if (now === saved || form.dataset.acSent) return;
      if (busy && leaving !== true) return later(1000);
      busy = true;
      flight = put(now, leaving);
    };
    const put = async (now, leaving) => {
      try {
        const answer = await fetch(form.dataset.acAutosave, {
          method: "POST",
          body: typed(true),
          keepalive: leaving === true,
          redirect: "manual",
          headers: { accept: "application/json" },
        });
        if (answer.ok) {
          const { says: words, version, base } = await answer.json();
          saved = now;
          for (const [name, value] of Object.entries({ "ac-version": version, "ac-base": base })) {
            const held = form.elements.namedItem(name);
            if (held && value !== undefined && value !== null) held.value = value;
          }
          tell(words || "Saved.", false);
        } else if (answer.type === "opaqueredirect" || answer.status === 401) {
          tell("Not saved: you have been signed out. Keep this page open, sign in in another tab, and carry on here.", true);
        } else if (answer.status === 409) {
          tell("Not saved: this was changed in another tab or by somebody else. Go on here to see both.", true);
        } else {
          throw new Error(String(answer.status));
        }
      } catch {
        tell("Not saved yet. What you typed is still here, and saving is tried again.", true);
        later(10000);
      } finally {
        busy = false;
      }
    };
    saved = typed(false).toString();
    form.addEventListener("input", () => later(1500));
    form.addEventListener("change", () => later(300));
    // What is on its way arrives first: what is sent would differ from it, and look like another
    // window's. Nothing is saved behind what was sent: it would stand in the next form.
    form.addEventListener("submit", (event) => {
      clearTimeout(waiting);
      if (busy && form.dataset.acWaited !== "over") {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (form.dataset.acWaited) return;
        form.dataset.acWaited = "yes";
        const enough = new Promise((done) => setTimeout(done, 5000));
        Promise.race([flight, enough]).then(() => {
          form.dataset.acWaited = "over";
          form.requestSubmit(event.submitter);
        });
      } else {
        form.dataset.acSent = "yes";
      }
    });
    window.addEventListener("pageshow", () => {
      delete form.dataset.acSent;
      delete form.dataset.acWaited;
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
  };

  // Shows how far files are. The answer is the page that the server would have shown anyway.
  const sendFiles = (form) => {
    const bar = form.querySelector("[data-ac-progress]");
    const files = () => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (!bar) return;
    form.addEventListener("submit", (event) => {
      const count = files().length;
      if (count === 0 || form.dataset.acSending) return;
      event.preventDefault();
      const press = event.submitter;
      const data = new FormData(form, press);
      const request = new XMLHttpRequest();
      const says = bar.querySelector("[data-ac-progress-says]");
      const meter = bar.querySelector("progress");
      form.dataset.acSending = "yes";
      bar.hidden = false;
      says.textContent = count === 1 ? "Sending your file" : `Sending ${count} files`;
      request.upload.addEventListener("progress", (step) => {
        if (step.lengthComputable) meter.value = Math.floor((100 * step.loaded) / step.total);
      });
      request.upload.addEventListener("load", () => (says.textContent = "Sent. Checking what was sent."));
      request.addEventListener("load", () => show(request));
      request.addEventListener("error", () => {
        delete form.dataset.acSending;
        delete form.dataset.acSent;
        delete form.dataset.acWaited;
        says.textContent = "Not sent: the connection was lost. Send it again.";
      });
      // Attributes, not properties: a question may be called `action`, and a button without an
      // address of its own has the page's.
      const address = press?.getAttribute("formaction") || form.getAttribute("action");
      request.open("POST", address);
      request.setRequestHeader("accept", "text/html");
      request.send(data);
    });
  };

  const show = (request) => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    history.replaceState(null, "", request.responseURL);
    document.title = page.title;
    document.body.replaceWith(page.body);
    window.scrollTo(0, 0);
    start();
  };

  // Error links put the cursor into the question, with its label in view.
  const follow = (event) => {
    const target = document.getElementById(event.currentTarget.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const label = target.closest("fieldset")?.querySelector("legend") || document.querySelector(`label[for="${CSS.escape(target.id)}"]`);
    (label || target).scrollIntoView();
    target.focus({ preventScroll: true });
  };

  const start = () => {
    const errors = document.querySelector(".ac-main > .ac-errors");
    if (errors && document.title.startsWith("Error: ")) errors.focus();
    each(".ac-errors a[href^='#']", (link) => link.addEventListener("click", follow));
    each("[data-ac-words]", countWords);
    each("[data-ac-when]", askOnlyIf);
    each("form[data-ac-autosave]", autosave);
    each("form[data-ac-files]", sendFiles);
    each("[data-ac-print]", (button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
    each("a[role=button]", (link) =>
      link.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        link.click();
      }),
    );
  };

  globalThis.accord = Object.freeze({ words, start });
  start();
})();
