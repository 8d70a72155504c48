// What makes pages quicker. Everything here is extra: without it every form still posts and every list still shows.
// Sentences live in core/_words.html, for translation.

const person = document.body.dataset.person || "";
const words = document.getElementById("words")?.content;
const word = (name, values = {}) =>
  Object.entries(values).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    words?.querySelector(`[data-word="${name}"]`)?.textContent.trim() ?? "",
  );
const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited") || "{}");

/** Letters only, as core.text.fold does: no case, no marks, đ as d. */
export const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/\s+/g, " ").trim();

/** A part of a page whose words stand with the sentences. */
const part = (name) => words.querySelector(`[data-word="${name}"]`).firstElementChild.cloneNode(true);

/** Show one of our sentences where messages stand. */
function say(name) {
  const place = document.getElementById("messages");
  if (!place || place.querySelector(`[data-said="${name}"]`)) return;
  const shown = part(name);
  shown.dataset.said = name;
  place.classList.remove("told");
  place.append(shown);
  shown.scrollIntoView({ block: "nearest" });
}
const WHY = { 401: "signed-out", 403: "stale", 404: "gone" };
const unsay = (name) => document.querySelector(`[data-said="${name}"]`)?.remove();

// --- text that saves itself: first on this device, then on the server

// On a shared device what was typed goes with the tab.
const shelf = () => ("shared" in document.body.dataset ? sessionStorage : localStorage);
const store = {
  read(key) {
    try { return JSON.parse(shelf().getItem(key)); } catch { return null; }
  },
  write(key, value) {
    try { value ? shelf().setItem(key, JSON.stringify(value)) : shelf().removeItem(key); } catch { /* full or forbidden */ }
  },
  keys() {
    try { return Object.keys(shelf()).filter((key) => key.startsWith(`nn:${person}:`)); } catch { return []; }
  },
};

class Draft {
  constructor(field) {
    this.field = field;
    this.key = `nn:${person}:${field.dataset.autosave}:${field.name}`;
    this.base = field.value;
    this.group = field.closest(".govuk-form-group");
    field.addEventListener("input", () => this.typed());
    field.form?.addEventListener("submit", () => clearTimeout(this.timer));
    this.takeBack();
  }

  /** Text left from a lost connection or a closed page comes back, unless the server moved on meanwhile. */
  takeBack() {
    const kept = store.read(this.key);
    if (!kept) return;
    if (kept.text === this.field.value) return store.write(this.key, null);
    if (kept.base === this.field.value) {
      this.field.value = kept.text;
      this.state("restored");
      this.later(0);
      return;
    }
    const place = this.group?.querySelector("[data-save-answer]");
    if (!place) return;
    const box = part("other-text");
    box.querySelector(".text").textContent = kept.text;
    box.querySelector("button").addEventListener("click", () => { this.field.value = kept.text; box.remove(); this.typed(); });
    place.replaceChildren(box);
  }

  typed() {
    store.write(this.key, { text: this.field.value, base: this.base });
    this.first ??= Date.now();
    this.later(Math.min(800, Math.max(0, this.first + 1800 - Date.now())));
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  async send() {
    if (this.sending) return this.later(300);
    this.sending = true;
    this.first = undefined;
    const text = this.field.value;
    this.state("saving");
    const body = new URLSearchParams({ [this.field.name]: text, seen: this.field.dataset.seen ?? "" });
    try {
      const answer = await fetch(this.field.dataset.autosave, { method: "POST", body, redirect: "manual", headers: { ...headers, "HX-Request": "true" } });
      if (answer.headers.has("NN-Seen")) this.saved(text, answer);
      else await this.refused(answer);
    } catch {
      this.state("kept");
      say("offline");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), 10_000);
    } finally {
      this.sending = false;
    }
  }

  saved(text, answer) {
    this.base = text;
    const seen = answer.headers.get("NN-Seen");
    this.field.dataset.seen = seen ?? this.field.dataset.seen;
    // The form's own button may go on from here only if nobody else wrote in another box meanwhile.
    const whole = this.field.form?.elements.seen;
    if (whole && seen === String(Number(whole.value || 0) + 1)) whole.value = seen;
    ["offline", "signed-out"].forEach(unsay);
    if (this.field.value === text) store.write(this.key, null);
    this.state("saved", { time: new Date().toTimeString().slice(0, 5) });
  }

  /** 409 and 422 answer with what is wrong, or with both texts; the field keeps what was typed. */
  async refused(answer) {
    this.state("refused");
    const place = this.group?.querySelector("[data-save-answer]");
    if (!place || ![409, 422].includes(answer.status)) return say(WHY[answer.status] ?? "fault");
    place.innerHTML = await answer.text();
    window.htmx?.process(place);
  }

  state(name, values) {
    const place = this.group?.querySelector("[data-save-state]");
    if (place) place.textContent = word(name, values);
  }
}

/** What is filled in stays on this device until the server says that this very sending arrived (core.middleware.Forms). */
class Kept {
  constructor(form) {
    this.form = form;
    this.mark = Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
    const which = [...form.elements].filter((e) => e.type === "hidden" && !/^(csrf|id$|seen|next)/.test(e.name)).map((e) => e.value);
    this.key = `nn:${person}:form:${[new URL(form.action).pathname, ...which]}`;
    form.insertAdjacentHTML("beforeend", `<input type="hidden" name="kept" value="${this.mark}">`);
    this.base = this.values();
    this.giveBack();
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.keep());
    form.addEventListener("submit", () => this.keep(this.mark));
  }

  controls() {
    return [...this.form.elements].filter((e) => e.name && !e.dataset.autosave && !/hidden|password|file|submit|button/.test(e.type));
  }

  values() {
    return Object.fromEntries(this.controls().map((e) => [nameOf(e), e[slot(e)]]));
  }

  keep(sent) {
    const now = this.values();
    store.write(this.key, JSON.stringify(now) === JSON.stringify(this.base) ? null : { now, base: this.base, sent });
  }

  giveBack() {
    const kept = store.read(this.key);
    if (!kept) return;
    // Back with errors: the form holds the words itself.
    if (JSON.stringify(kept.now) === JSON.stringify(this.base)) { this.base = kept.base; return; }
    let last;
    for (const e of this.controls()) {
      const name = nameOf(e);
      if (!(name in kept.now) || e[slot(e)] !== kept.base[name] || e[slot(e)] === kept.now[name]) continue;
      e[slot(e)] = kept.now[name];
      last = e;
    }
    if (!last) return;
    reveal(last);
    const place = this.form.querySelector(".save-state.once");
    place ? (place.textContent = word("restored")) : say("given-back");
  }
}
const slot = (e) => (/radio|checkbox/.test(e.type) ? "checked" : "value");
const nameOf = (e) => (slot(e) === "checked" ? `${e.name}=${e.value}` : e.name);

function forget() {
  const arrived = document.cookie.match(/nn-received=([\w.]+)/)?.[1].split(".");
  if (!arrived) return;
  document.cookie = "nn-received=; path=/; max-age=0";
  for (const key of store.keys()) if (arrived.includes(store.read(key)?.sent)) store.write(key, null);
}

// Whoever signs out leaves nothing behind on a shared device.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  store.keys().forEach((key) => store.write(key, null));
});

const drafts = new Set();
addEventListener("online", () => { ["offline", "not-sent"].forEach(unsay); drafts.forEach((d) => store.read(d.key) && d.send()); });
addEventListener("offline", () => drafts.forEach((d) => store.read(d.key) && d.state("kept")));

// --- a person by two letters

class Picker {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].filter((o) => o.value).map((o) => ({ value: o.value, label: o.label, words: fold(o.label).split(/[\s(]+/) }));
    this.box = part("picker");
    [this.input, this.list] = this.box.children;
    this.list.id = `${select.id}-list`;
    this.input.setAttribute("aria-controls", this.list.id);
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    this.input.value = this.chosen();
    this.input.classList.toggle("govuk-input--error", select.classList.contains("govuk-select--error"));
    this.input.id = select.id;
    select.id = `${select.id}-choice`;
    select.hidden = true;
    select.after(this.box);
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 300));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const line = event.target.closest("[data-value]");
      if (line) this.choose(line.dataset.value);
    });
    select.form?.addEventListener("submit", (event) => {
      this.close();
      if (!this.error) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      this.input.focus();
    }, true);
    select.form?.addEventListener("reset", () => setTimeout(() => { this.input.value = this.chosen(); }));
  }

  chosen() {
    const option = this.select.selectedOptions[0];
    return option?.value ? option.label : "";
  }

  /** Every typed word must begin a word of the name, in any order. */
  fits() {
    const asked = fold(this.input.value).split(" ").filter(Boolean);
    return asked.length ? this.options.filter((o) => asked.every((a) => o.words.some((w) => w.startsWith(a)))) : [];
  }

  show() {
    const asked = this.input.value.trim();
    const fits = this.fits().slice(0, 20);
    this.list.replaceChildren(...fits.map((option, index) => this.line(option, index)));
    if (asked && !fits.length) this.list.append(part("nobody"));
    this.select.value = "";
    this.open(asked !== "");
    this.mark(fits.length ? 0 : -1);
  }

  line(option, index) {
    const line = part("nobody");
    Object.assign(line, { id: `${this.list.id}-${index}`, className: "", textContent: option.label });
    line.dataset.value = option.value;
    line.setAttribute("role", "option");
    return line;
  }

  mark(index) {
    const lines = [...this.list.querySelectorAll("[data-value]")];
    this.at = lines.length ? (index + lines.length) % lines.length : -1;
    lines.forEach((line, i) => line.setAttribute("aria-selected", String(i === this.at)));
    lines[this.at]?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", lines[this.at]?.id ?? "");
  }

  open(is) {
    this.list.hidden = !is;
    this.input.setAttribute("aria-expanded", String(is));
  }

  key(event) {
    if (event.isComposing || event.altKey || event.ctrlKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      this.list.hidden ? this.show() : this.mark(this.at + steps[event.key]);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      const line = this.list.querySelector('[aria-selected="true"]');
      if (line) this.choose(line.dataset.value);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  choose(value) {
    this.select.value = value;
    this.input.value = this.chosen();
    this.open(false);
    this.doubt(false);
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** One person who fits is meant; otherwise the box keeps its text and says that nobody is chosen. */
  close() {
    this.open(false);
    if (this.input.value.trim() === this.chosen()) return this.doubt(false);
    const fits = this.fits();
    const named = fits.filter((o) => fold(o.label.split(" (")[0]) === fold(this.input.value));
    const [one, ...others] = named.length ? named : fits;
    one && !others.length ? this.choose(one.value) : this.doubt(true);
  }

  doubt(is) {
    this.error = this.error?.remove();
    this.box.parentElement.classList.toggle("govuk-form-group--error", is);
    this.input.setAttribute("aria-invalid", is);
    if (!is) return;
    this.error = part("nobody-chosen");
    this.box.before(this.error);
  }
}

// --- dates answered in words

function answerDate(field) {
  const place = field.closest(".govuk-form-group")?.querySelector("[data-date-answer]");
  if (!place) return;
  const found = field.value.trim().match(/^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})$/) ?? field.value.trim().match(/^(\d{2})(\d{2})(\d{4})$/);
  const [day, month, year] = found ? found.slice(1).map(Number) : [];
  const full = year > 99 ? year : 2000 + year;
  const date = new Date(full, month - 1, day);
  if (!found || date.getDate() !== day || date.getMonth() !== month - 1) { place.textContent = ""; return; }
  const two = (n) => String(n).padStart(2, "0");
  let text = `${place.dataset.weekdays.split("|")[(date.getDay() + 6) % 7]}, ${two(day)}/${two(month)}/${full}`;
  if (place.dataset.today) {
    const days = Math.round((date - new Date(`${place.dataset.today}T00:00`)) / 86_400_000);
    text += ` – ${days === 0 ? word("today") : word(days > 0 ? "days-left" : "days-past", { n: Math.abs(days) })}`;
  }
  place.textContent = text;
}

// --- small things

/** The bar leaves after its time, but not while somebody is on it. */
function timeUndo(bar) {
  const leave = () => {
    if (bar.matches(":hover, :focus-within")) return setTimeout(leave, 2000);
    bar.classList.add("going");
    setTimeout(() => bar.remove(), 500);
  };
  setTimeout(leave, Number(bar.dataset.undo) * 1000);
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.innerText);
  } catch {
    getSelection().selectAllChildren(source);
    document.execCommand("copy");
  }
  const place = button.parentElement.querySelector("[data-copied]");
  if (place) place.textContent = word("copied");
}

function countChosen(bar) {
  const scope = bar.dataset.form ? document.getElementById(bar.dataset.form) : bar.closest("form") ?? document;
  const boxes = [...(scope?.elements ?? document.querySelectorAll("input"))];
  const count = boxes.filter((box) => box.name === "selected" && box.checked).length;
  const text = bar.querySelector("[data-chosen]");
  text.dataset.none ??= text.textContent;
  bar.classList.toggle("some", count > 0);
  text.textContent = count ? text.dataset.chosen.replace("{count}", count) : text.dataset.none;
}

/** What is found stands right under the box, above the keyboard; what is between waits. */
function filterRows(form) {
  const list = document.querySelector(form.dataset.filter);
  if (!list) return;
  const asked = fold(form.querySelector("input[type=search]").value).split(" ").filter(Boolean);
  let found = 0;
  for (const row of list.querySelectorAll("[data-find], :scope > li")) {
    row.folded ??= fold(row.dataset.find ?? row.querySelector(".title")?.textContent ?? "").split(" ");
    row.hidden = !asked.every((a) => row.folded.some((w) => w.startsWith(a)));
    found += !row.hidden;
  }
  form.querySelector("[data-none]").textContent = found ? "" : word("nobody-here");
  for (let next = form.nextElementSibling; next && !next.contains(list); next = next.nextElementSibling) next.classList.toggle("waits", asked.length > 0);
  if (asked.length) form.scrollIntoView();
}

/** One pane at a time on a phone; the address says which. */
function showPane(panes, name, focus = false) {
  for (const pane of panes.querySelectorAll(":scope > .pane")) pane.toggleAttribute("data-shown", pane.id === `pane-${name}`);
  for (const tab of panes.querySelectorAll("[data-pane]")) {
    tab.dataset.pane === name ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current");
  }
  panes.setAttribute("data-one", name);
  if (focus) panes.querySelector(`#pane-${name}`)?.querySelector("input:not([type=hidden]), textarea, a, button")?.focus();
}

/** Open whatever hides something: a folded part, a pane of which a phone shows one. */
function reveal(something) {
  for (let around = something; (around = around?.closest("details, .pane")); around = around.parentElement) {
    around.open = true;
    if (around.matches(".pane")) showPane(around.closest("[data-panes]"), around.id.slice(5));
  }
}

function dress(root) {
  const each = (selector, act) => {
    for (const element of [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)]) {
      if (element.dataset.dressed) continue;
      element.dataset.dressed = "yes";
      act(element);
    }
  };
  each("[data-autosave]", (field) => drafts.add(new Draft(field)));
  each("[data-panes]", (panes) => {
    showPane(panes, panes.querySelector("[data-pane]").dataset.pane);
    reveal(document.getElementById(location.hash.slice(1)));
  });
  each("form[method=post]", (form) => person && form.querySelector("textarea, .govuk-input") && new Kept(form));
  each("select[data-picker]", (select) => new Picker(select));
  each("[data-undo]", timeUndo);
  each(".messages", (place) => setTimeout(() => place.classList.add("told"), 15_000));
  each("[data-error-summary]", (summary) => { reveal(document.querySelector(".govuk-form-group--error")); summary.focus(); });
  each("[data-chosen]", (text) => countChosen(text.closest(".bulk")));
}
const tabsOf = (panes) => Object.fromEntries([...panes.querySelectorAll("[data-pane]")].map((tab) => [tab.dataset.pane, tab]));

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-date]")) answerDate(event.target);
  const search = event.target.closest("form[data-filter]");
  if (search) filterRows(search);
});
document.addEventListener("change", (event) => {
  if (event.target.name === "selected") document.querySelectorAll(".bulk").forEach(countChosen);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  const link = event.target.closest("a[href^='#']:not([data-pane])");
  const there = link && document.getElementById(link.hash.slice(1));
  if (there) { reveal(there); there.focus(); }
  const tab = event.target.closest("[data-pane]");
  if (tab) {
    event.preventDefault();
    history.replaceState(null, "", `#pane-${tab.dataset.pane}`);
    showPane(tab.closest("[data-panes]"), tab.dataset.pane);
    scrollTo({ top: 0 });
  }
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.ctrlKey && event.code === "KeyK") {
    const boxes = [...document.querySelectorAll("[data-find-all]")];
    const phone = boxes[0]?.closest("details");
    if (phone?.offsetParent) phone.open = true;
    const box = boxes.find((each) => each.offsetParent);
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  }
  if (event.ctrlKey && event.key === "Enter") event.target.closest("form")?.requestSubmit();
  if (event.altKey && /^[1-9]$/.test(event.key)) {
    const panes = document.querySelector("[data-panes]");
    const name = panes && Object.keys(tabsOf(panes))[event.key - 1];
    if (name) { event.preventDefault(); showPane(panes, name, true); }
  }
});

// --- forms: one press counts once, and the page stays where it was

const SCROLL = "nn:scroll";
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  const pressed = event.submitter;
  if (pressed?.dataset.busy) form.busy = setTimeout(() => { pressed.idle = pressed.innerHTML; pressed.textContent = pressed.dataset.busy; }, 400);
  form.pressed = pressed;
  try { sessionStorage.setItem(SCROLL, JSON.stringify({ path: location.pathname, y: scrollY, at: Date.now() })); } catch { /* forbidden */ }
  setTimeout(() => release(form), 15_000);
});
function release(form) {
  clearTimeout(form.busy);
  if (form.pressed?.idle) { form.pressed.innerHTML = form.pressed.idle; form.pressed.idle = ""; }
  delete form.dataset.sent;
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:finally:request", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});
document.addEventListener("htmx:error", () => { if (!navigator.onLine || !document.hidden) say("not-sent"); });
document.addEventListener("htmx:after:request", () => unsay("not-sent"));
document.addEventListener("htmx:response:error", (event) => {
  const status = event.detail.ctx.response.status;
  const why = WHY[status] ?? (status >= 500 && "fault");
  if (why) say(why);
});
document.addEventListener("htmx:after:swap", () => { forget(); dress(document.body); });

addEventListener("beforeprint", () => {
  for (const place of document.querySelectorAll("[data-print-time]")) place.textContent = new Date().toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
});

forget();
dress(document.body);
try {
  const kept = JSON.parse(sessionStorage.getItem(SCROLL));
  sessionStorage.removeItem(SCROLL);
  const isFresh = kept && kept.path === location.pathname && Date.now() - kept.at < 15_000;
  if (isFresh && !location.hash && !document.querySelector("[data-error-summary], #messages .error")) scrollTo(0, kept.y);
} catch { /* forbidden */ }
