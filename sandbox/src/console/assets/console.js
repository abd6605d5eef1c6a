// Sends what a person clicks, and shows the page again when something has happened. The server renders everything: this
// script knows no entity and writes no HTML of its own.
"use strict";

const meta = (name) => document.querySelector(`meta[name="console-${name}"]`).content;
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

function toast(text, isBad = false) {
  const note = document.createElement("div");
  note.className = isBad ? "toast bad" : "toast";
  note.textContent = text;
  find("#toasts").append(note);
  setTimeout(() => note.remove(), isBad ? 9000 : 4500);
}

async function send(method, path, body) {
  const headers = { "content-type": "application/json", "x-console-token": meta("token") };
  const response = await fetch(path, { method, headers, body: body === "" ? undefined : body });
  const text = await response.text();
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // HTML, or nothing.
  }
  if (!response.ok) throw new Error(answer?.detail ?? `${response.status} ${response.statusText}`);
  return answer ?? text;
}

// Live: the page is loaded again behind the scenes, and the parts of it that may change are put in place of the old ones.

let revision = Number(meta("revision"));
let isRefreshing = false;
let isStale = false;

async function refresh() {
  if (isRefreshing) {
    isStale = true;
    return;
  }
  isRefreshing = true;
  try {
    do {
      isStale = false;
      const response = await fetch(location.href, { headers: { accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      all("[data-live]").forEach((part) => replace(part, fresh.getElementById(part.id)));
    } while (isStale);
    tick();
  } catch {
    // The next event, or the next connection, tries again.
  } finally {
    isRefreshing = false;
  }
}

function replace(part, fresh) {
  if (!fresh || part.innerHTML === fresh.innerHTML) return;
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches("input:not([type=checkbox]), textarea, select")) return;
  const focusable = "a, button, input, select, summary, pre";
  const place = all(focusable, part).indexOf(focused);
  const open = all("details", part).map((details) => details.open);
  part.replaceChildren(...fresh.childNodes);
  all("details", part).forEach((details, index) => { details.open = open[index] ?? details.open; });
  if (place >= 0) all(focusable, part)[place]?.focus({ preventScroll: true });
}

function listen() {
  const events = new EventSource("/_console/live");
  const mark = find("#live");
  const show = (state, text) => {
    mark.dataset.state = state;
    find("span", mark).textContent = text;
  };
  events.onmessage = ({ data }) => {
    const state = JSON.parse(data);
    // Another run: its token is another one.
    if (state.run !== meta("run")) {
      location.reload();
      return;
    }
    show("on", "Live");
    const isNew = state.revision !== revision;
    revision = state.revision;
    if (isNew) refresh();
  };
  events.onerror = () => show("off", "Offline");
}

// The clock of the sandbox runs on between events.

const begun = performance.now();

function tick() {
  for (const time of all("time[data-now]")) {
    time.dataset.since ??= String(performance.now() - begun);
    if (time.dataset.frozen === "true") continue;
    const passed = performance.now() - begun - Number(time.dataset.since);
    const now = new Date(Date.parse(time.dataset.now.replace(/(\.\d{3})\d+/, "$1")) + passed);
    const part = (options) => now.toLocaleString("en-GB", { timeZone: "UTC", ...options });
    const day = part({ day: "numeric", month: "short", year: "numeric" }).replace("Sept", "Sep");
    time.textContent = `${day}, ${part({ hour: "2-digit", minute: "2-digit", second: "2-digit" })}`;
  }
}

// Buttons: each names a request.

async function act(button) {
  if (button.dataset.confirm && !confirm(button.dataset.confirm)) return;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await send(button.dataset.method, button.dataset.path, button.dataset.body);
    toast(answer?.summary ?? `${button.textContent.trim().split("\n")[0]}: done`, answer?.ok === false);
  } catch (problem) {
    toast(problem.message, true);
  }
  button.removeAttribute("aria-busy");
  refresh();
}

async function copy(button) {
  const text = button.dataset.copy ?? find(`#${button.dataset.copyFrom}`).textContent;
  button.dataset.label ??= button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed";
  }
  setTimeout(() => { button.textContent = button.dataset.label; }, 1500);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.path) act(button);
  else if (button?.classList.contains("copy")) copy(button);
});

// Switches and faults.

async function setSwitch(input) {
  const isFlag = input.type === "checkbox";
  let value = isFlag ? input.checked : input.value;
  if (!isFlag && input.dataset.kind !== "choice") {
    try {
      value = JSON.parse(input.value);
    } catch {
      // A bare word.
    }
  }
  const name = input.dataset.switch;
  try {
    await send("PATCH", "/_sandbox/settings", JSON.stringify({ [name]: value }));
    input.removeAttribute("aria-invalid");
    toast(`${name}: ${value}`);
    if (!isFlag) input.blur();
  } catch (problem) {
    input.setAttribute("aria-invalid", "true");
    toast(problem.message, true);
    return;
  }
  refresh();
}

document.addEventListener("change", ({ target }) => {
  if (target.dataset.switch) setSwitch(target);
});

async function armFault(form) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  if (fields.times) fields.times = Number(fields.times);
  try {
    await send("POST", "/_sandbox/faults", JSON.stringify(fields));
    toast(`${fields.kind} is armed`);
  } catch (problem) {
    toast(problem.message, true);
  }
  refresh();
}

// The filter of the navigation.

function filterOperations(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  let isEmpty = true;
  for (const area of all(".catalogue details")) {
    let count = 0;
    for (const link of all("a", area)) {
      const text = link.dataset.words.toLowerCase();
      const fits = wanted.every((word) => text.includes(word));
      link.parentElement.hidden = !fits;
      count += Number(fits);
    }
    area.hidden = count === 0;
    area.dataset.open ??= String(area.open);
    area.open = wanted.length > 0 || area.dataset.open === "true";
    isEmpty &&= count === 0;
  }
  find("#filter-empty").hidden = !isEmpty;
}

// The form of an operation.

function read(form) {
  const values = {};
  let isWhole = true;
  for (const field of all("[data-control]", form)) {
    const problem = find(`#problem-${field.name}`);
    let text = "";
    const value = field.value.trim();
    if (field.dataset.control === "json") {
      try {
        if (value) values[field.name] = JSON.parse(value);
      } catch (error) {
        text = `Not JSON: ${error.message}`;
      }
    } else if (value !== "") {
      const isNumber = field.dataset.control === "integer" && /^-?\d+$/.test(value);
      const isFlag = field.dataset.control === "boolean";
      values[field.name] = isNumber || isFlag ? JSON.parse(value) : value;
    }
    problem.textContent = text;
    problem.hidden = !text;
    field.toggleAttribute("aria-invalid", Boolean(text));
    if (text) field.setAttribute("aria-invalid", "true");
    isWhole &&= !text;
  }
  return isWhole ? JSON.stringify({ operation: form.dataset.operation, arguments: values }) : null;
}

let previews = 0;

async function preview(form) {
  const body = read(form);
  if (!body) return;
  const number = ++previews;
  const html = await send("POST", "/_console/preview", body).catch((problem) => toast(problem.message, true));
  if (typeof html !== "string" || number !== previews) return;
  const chosen = find("#code input:checked")?.value;
  const focused = document.activeElement?.id;
  // The server has escaped every text in it.
  find("#code").replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  if (chosen) find(`#tab-${chosen}`).checked = true;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

async function sendCall(form) {
  const body = read(form);
  if (!body) {
    find("[aria-invalid]", form)?.focus();
    return;
  }
  const button = find("#send");
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    const { html } = await send("POST", "/_console/send", body);
    const answer = find("#answer");
    answer.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    if (answer.getBoundingClientRect().top > innerHeight - 120) answer.scrollIntoView({ block: "start", behavior: "smooth" });
  } catch (problem) {
    toast(problem.message, true);
  }
  button.removeAttribute("aria-busy");
}

function choosePreset(form, option) {
  const values = JSON.parse(option.dataset.arguments);
  for (const field of all("[data-control]", form)) {
    const value = values[field.name];
    if (field.dataset.control === "json") field.value = JSON.stringify(value ?? {}, null, 2);
    else field.value = value ?? "";
  }
  preview(form);
}

async function readFile(input, form) {
  const [file] = input.files;
  if (!file) return;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let place = 0; place < bytes.length; place += 32768) text += String.fromCharCode(...bytes.subarray(place, place + 32768));
  find(`#argument-${input.dataset.fileFor}`).value = JSON.stringify({ name: file.name, base64: btoa(text) }, null, 2);
  preview(form);
}

function prepareForm(form) {
  let waiting = 0;
  form.addEventListener("input", ({ target }) => {
    if (target.type === "file" || target.id === "preset") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => preview(form), 200);
  });
  form.addEventListener("change", ({ target }) => {
    if (target.id === "preset") choosePreset(form, target.selectedOptions[0]);
    if (target.type === "file") readFile(target, form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendCall(form);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sendCall(form);
  });
  const remembered = localStorage.getItem("language");
  const tab = remembered && document.getElementById(`tab-${remembered}`);
  if (tab) tab.checked = true;
  find("#code").addEventListener("change", ({ target }) => localStorage.setItem("language", target.value));
}

const form = find("#call");
if (form) prepareForm(form);
find("#fault")?.addEventListener("submit", (event) => {
  event.preventDefault();
  armFault(event.target);
});
find("#filter").addEventListener("input", ({ target }) => filterOperations(target.value));
find("nav [aria-current]")?.scrollIntoView({ block: "center" });
setInterval(tick, 1000);
tick();
listen();
