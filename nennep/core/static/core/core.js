// What makes pages quicker. Everything here is extra: without it every form still posts and every list still shows.
// Sentences live in core/_words.html, so that they are translated like all others.

const person = document.body.dataset.person || "";
const words = document.getElementById("words")?.content;
const word = (name, values = {}) =>
  Object.entries(values).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    words?.querySelector(`[data-word="${name}"]`)?.textContent.trim() ?? "",
  );
const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited") || "{}");
const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

/** Letters only, as core.text.fold does: no case, no marks, đ as d. */
export const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/\s+/g, " ").trim();

/** Show one of our sentences where messages stand. */
function say(name) {
  const place = document.getElementById("messages");
  const sentence = words?.querySelector(`[data-word="${name}"]`)?.firstElementChild;
  if (!place || !sentence || place.querySelector(`[data-said="${name}"]`)) return;
  const shown = sentence.cloneNode(true);
  shown.dataset.said = name;
  place.append(shown);
  shown.scrollIntoView({ block: "nearest" });
}
const unsay = (name) => document.querySelector(`[data-said="${name}"]`)?.remove();

// --- text that saves itself: first on this device, then on the server -------------------------------------------

const store = {
  read(key) {
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  },
  write(key, value) {
    try { value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key); } catch { /* full or forbidden */ }
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
    const box = document.createElement("div");
    box.className = "copy-text";
    const [title, text, take] = ["p", "div", "button"].map((name) => document.createElement(name));
    title.className = "title";
    text.className = "text";
    take.className = "button secondary";
    take.type = "button";
    [title.textContent, text.textContent, take.textContent] = [word("other-text"), kept.text, word("take-back")];
    take.addEventListener("click", () => { this.field.value = kept.text; box.remove(); this.typed(); });
    box.append(title, text, take);
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
      const answer = await fetch(this.field.dataset.autosave, { method: "POST", body, headers: { ...headers, "HX-Request": "true" } });
      if (answer.ok) this.saved(text, answer);
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
    unsay("offline");
    if (this.field.value === text) store.write(this.key, null);
    this.state("saved", { time: clock() });
  }

  /** 409 and 422 answer with what is wrong, or with both texts; the field keeps what was typed. */
  async refused(answer) {
    this.state("refused");
    if (answer.status === 403) return say("stale");
    const place = this.group?.querySelector("[data-save-answer]");
    if (!place || ![409, 422].includes(answer.status)) return say("fault");
    place.innerHTML = await answer.text();
    window.htmx?.process(place);
  }

  state(name, values) {
    const place = this.group?.querySelector("[data-save-state]");
    if (place) place.textContent = word(name, values);
  }
}

/**
 * Longer text that goes to the server with its form: what is typed stays on this device until a page shows it.
 * A closed tab, a lost connection or a refused form gives it back.
 */
class Kept {
  constructor(field) {
    this.field = field;
    this.key = `nn:${person}:${new URL(field.form.action).pathname}:${field.name}`;
    field.addEventListener("input", () => this.keep(false));
    field.form.addEventListener("submit", () => store.read(this.key) && this.keep(true));
    this.giveBack();
  }

  keep(sent) {
    store.write(this.key, this.field.value.trim() ? { text: this.field.value, base: this.field.defaultValue, sent } : null);
  }

  giveBack() {
    const kept = store.read(this.key);
    if (!kept) return;
    if (document.querySelector("[data-error-summary]") && kept.text === this.field.value) return;
    if (kept.text === this.field.value || (kept.sent && this.isShown(kept.text))) return store.write(this.key, null);
    if (this.field.value !== kept.base) return;
    this.field.value = kept.text;
    for (let around = this.field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    const place = this.field.closest(".govuk-form-group")?.querySelector("[data-save-state]");
    if (place) place.textContent = word("restored");
  }

  /** Whether the page has the text among its words: then the server has it. */
  isShown(text) {
    const plain = (words) => words.normalize("NFC").replace(/\s+/g, " ").trim();
    return plain(document.getElementById("content").textContent).includes(plain(text)) || plain(document.getElementById("messages").textContent) !== "";
  }
}
// Whoever signs out leaves nothing behind on a shared device.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  try { Object.keys(localStorage).filter((key) => key.startsWith(`nn:${person}:`)).forEach((key) => localStorage.removeItem(key)); } catch { /* forbidden */ }
});

const drafts = new Set();
addEventListener("online", () => { unsay("offline"); unsay("not-sent"); drafts.forEach((d) => store.read(d.key) && d.send()); });
addEventListener("offline", () => drafts.forEach((d) => store.read(d.key) && d.state("kept")));

// --- a person by two letters -----------------------------------------------------------------------------------

class Picker {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].filter((o) => o.value).map((o) => ({ value: o.value, label: o.label, words: fold(o.label).split(/[\s(]+/) }));
    this.box = document.createElement("div");
    this.box.className = "picker";
    this.input = document.createElement("input");
    this.list = document.createElement("ul");
    this.list.id = `${select.id}-list`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    Object.assign(this.input, { type: "text", autocomplete: "off", className: "govuk-input", value: this.chosen() });
    if (select.classList.contains("govuk-select--error")) this.input.classList.add("govuk-input--error");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id, spellcheck: "false" })) {
      this.input.setAttribute(name, value);
    }
    this.input.id = select.id;
    select.id = `${select.id}-choice`;
    select.hidden = true;
    select.after(this.box);
    this.box.append(this.input, this.list);
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const line = event.target.closest("[data-value]");
      if (line) this.choose(line.dataset.value);
    });
    select.form?.addEventListener("reset", () => setTimeout(() => { this.input.value = this.chosen(); }));
  }

  chosen() {
    const option = this.select.selectedOptions[0];
    return option?.value ? option.label : "";
  }

  /** Every typed word must begin a word of the name, in any order. */
  show() {
    const asked = fold(this.input.value).split(" ").filter(Boolean);
    const fits = asked.length ? this.options.filter((o) => asked.every((a) => o.words.some((w) => w.startsWith(a)))).slice(0, 20) : [];
    this.list.replaceChildren(...fits.map((option, index) => this.line(option, index)));
    if (asked.length && !fits.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = word("nobody");
      this.list.append(none);
    }
    if (!asked.length) this.select.value = "";
    this.open(asked.length > 0);
    this.mark(fits.length ? 0 : -1);
  }

  line(option, index) {
    const line = document.createElement("li");
    line.id = `${this.list.id}-${index}`;
    line.dataset.value = option.value;
    line.textContent = option.label;
    line.setAttribute("role", "option");
    return line;
  }

  mark(index) {
    const lines = [...this.list.querySelectorAll("[data-value]")];
    this.at = lines.length ? (index + lines.length) % lines.length : -1;
    lines.forEach((line, i) => line.setAttribute("aria-selected", String(i === this.at)));
    lines[this.at]?.scrollIntoView({ block: "nearest" });
    lines[this.at] ? this.input.setAttribute("aria-activedescendant", lines[this.at].id) : this.input.removeAttribute("aria-activedescendant");
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
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.open(false);
    if (this.input.value !== this.chosen()) this.input.value = this.chosen();
  }
}

// --- dates answered in words -----------------------------------------------------------------------------------

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

// --- small things ----------------------------------------------------------------------------------------------

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
  const boxes = scope?.elements ? [...scope.elements].filter((e) => e.name === "selected") : [...document.querySelectorAll('[name="selected"]')];
  const count = boxes.filter((box) => box.checked).length;
  const text = bar.querySelector("[data-chosen]");
  text.dataset.none ??= text.textContent;
  bar.classList.toggle("some", count > 0);
  text.textContent = count ? text.dataset.chosen.replace("{count}", count) : text.dataset.none;
}

function filterRows(form) {
  const asked = fold(form.querySelector("input[type=search]").value).split(" ").filter(Boolean);
  for (const row of document.querySelectorAll(`${form.dataset.filter} [data-find], ${form.dataset.filter} > li`)) {
    row.folded ??= fold(row.dataset.find ?? row.querySelector(".title")?.textContent ?? "").split(" ");
    row.hidden = !asked.every((a) => row.folded.some((w) => w.startsWith(a)));
  }
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

function dress(root) {
  const each = (selector, act) => {
    for (const element of [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)]) {
      if (element.dataset.dressed) continue;
      element.dataset.dressed = "yes";
      act(element);
    }
  };
  each("[data-autosave]", (field) => drafts.add(new Draft(field)));
  each("form[method=post] textarea:not([data-autosave])", (field) => new Kept(field));
  each("select[data-picker]", (select) => new Picker(select));
  each("[data-undo]", timeUndo);
  each("[data-panes]", (panes) => showPane(panes, location.hash.replace("#pane-", "") in tabsOf(panes) ? location.hash.replace("#pane-", "") : Object.keys(tabsOf(panes))[0]));
  each("[data-error-summary]", (summary) => summary.focus());
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
  if (event.ctrlKey && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    const boxes = [...document.querySelectorAll("[data-find-all]")];
    const phone = boxes[0]?.closest("details");
    if (phone && phone.offsetParent) phone.open = true;
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

// --- forms: one press counts once, and the page stays where it was -----------------------------------------------

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
  if (status === 404) say("gone");
  else if (status === 403) say("stale");
  else if (status >= 500) say("fault");
});
document.addEventListener("htmx:after:swap", () => dress(document.body));

addEventListener("beforeprint", () => {
  for (const place of document.querySelectorAll("[data-print-time]")) place.textContent = new Date().toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
});

dress(document.body);
try {
  const kept = JSON.parse(sessionStorage.getItem(SCROLL));
  sessionStorage.removeItem(SCROLL);
  const isFresh = kept && kept.path === location.pathname && Date.now() - kept.at < 15_000;
  if (isFresh && !location.hash && !document.querySelector("[data-error-summary], #messages .error")) scrollTo(0, kept.y);
} catch { /* forbidden */ }
