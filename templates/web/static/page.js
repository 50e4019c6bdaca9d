// The little that the page does by itself: reasons in a dialog, the slider of days, focus.
"use strict";

// Each place asks for itself: what is asked on behalf of the page as a whole waits its turn, or is dropped.
function fetch_into(place, address, swap = "innerHTML") {
  return htmx.ajax("GET", address, { source: place, target: place, swap });
}

const dialog = () => document.getElementById("why");
const asked = []; // the reasons that were asked for since the dialog was opened, to go back by

function show_reasons() {
  dialog().querySelector(".return").classList.toggle("away", asked.length < 2);
  fetch_into(document.getElementById("reasons"), asked[asked.length - 1]);
  dialog().scrollTop = 0;
}

function open_reasons(address) {
  if (!dialog().open) {
    asked.length = 0;
    document.getElementById("reasons").replaceChildren();
    dialog().showModal();
  }
  asked.push(address);
  show_reasons();
}

// What follows on the first page is fetched when it is opened, and anew when the judgement changed meanwhile.
async function show_rest(place) {
  const rest = document.getElementById("rest");
  await fetch_into(rest, rest.dataset.from);
  document.getElementById(place)?.scrollIntoView();
}

// What a supposition changes is fetched after the judgement is shown.
function show_difference() {
  const place = document.getElementById("differs");
  if (place !== null) fetch_into(place, place.dataset.from);
}

document.addEventListener("DOMContentLoaded", show_difference);

// What is open is asked for when it comes into view, and again after each change.
let in_view = null;

function watch_questions() {
  const place = document.getElementById("open");
  in_view?.disconnect();
  if (place === null) return;
  in_view = new IntersectionObserver((seen, observer) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    observer.disconnect();
    fetch_into(document.getElementById("asked"), place.dataset.from, "innerMorph");
  }, { rootMargin: "300px" });
  in_view.observe(place);
}

document.addEventListener("DOMContentLoaded", watch_questions);

// The library's rows are judged one after the other, so that what is searched for meanwhile need not wait for all.
async function judge_rows() {
  for (let row; (row = document.querySelector("tr[data-row]")) !== null; ) {
    const address = row.dataset.row;
    row.removeAttribute("data-row");
    await fetch_into(row, address, "outerHTML");
  }
}

const judge_two_at_a_time = () => [judge_rows(), judge_rows()];

document.addEventListener("DOMContentLoaded", judge_two_at_a_time);

document.addEventListener("toggle", (event) => {
  if (!event.target.open) return;
  if (event.target.id === "more") show_rest(event.target.dataset.place);
  const form = event.target.querySelector(":scope > .form");
  if (form !== null && form.querySelector("form") === null) fetch_into(form, form.dataset.from);
}, true);

function go_within(place) {
  const found = document.getElementById(place);
  const more = document.getElementById("more");
  if (found === adding() && found !== null) {
    found.elements.sentence.focus({ preventScroll: true });
    found.scrollIntoView();
  } else if (found !== null) {
    found.scrollIntoView();
  } else if (more.open) {
    show_rest(place);
  } else {
    more.dataset.place = place;
    more.open = true;
  }
}

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (link === null) return;
  const address = new URL(link.getAttribute("href"), document.baseURI); // a link in a drawing has no `hash`
  if (link.matches("a.within, #report a[href^='#'], svg a[href^='#']")) {
    event.preventDefault();
    go_within(address.hash.slice(1));
  } else if (link.matches("a.say")) {
    event.preventDefault();
    open_reasons(address.href);
  } else if (dialog().contains(link) && address.hash === "") {
    dialog().close();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button === null) return;
  if (button.matches(".print")) window.print();
  if (button.matches(".refused .close")) button.closest(".refused").remove();
  if (button.matches("dialog .return")) {
    asked.pop();
    show_reasons();
  }
});

const adding = () => document.getElementById("add");

let waiting = []; // sentences to be asserted after the one in the box: of a question, what the other reports say

function forget_search() {
  document.getElementById("found").replaceChildren();
  for (const place of adding().querySelectorAll(".told-here")) place.replaceChildren();
  for (const name of ["replaces", "replaces-source"]) adding().elements[name].value = "";
  tell_of_box("");
  adding().querySelector("button.main").textContent = "Add";
}

function tell_of_box(text) {
  const told = adding().querySelector(".replacing");
  told.hidden = text === "";
  told.textContent = text;
}

// What stands in the box is looked up as if it had been typed: what it means, and what it lacks.
function put_in_box(sentence) {
  const field = adding().elements.sentence;
  field.value = sentence;
  document.getElementById("found").replaceChildren();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function fill_next() {
  const [sentence, ...rest] = waiting;
  const contrary = waiting.conflict;
  fill({ sentence, then: rest.join("\n"), conflict: contrary ? "1" : undefined });
  adding().elements.conflict.checked = Boolean(contrary);
}

function fill(data) {
  const form = adding();
  form.reset();
  const fields = form.elements;
  for (const name of ["on", "until", "known", "note"]) fields[name].value = data[name] ?? "";
  [fields["grade-letter"].value, fields["grade-digit"].value] = data.grade || ["", ""];
  fields.source.value = data.source ?? "";
  put_in_box(data.sentence);
  waiting = data.then ? data.then.split("\n") : [];
  waiting.conflict = data.conflict !== undefined;
  if (waiting.length > 0) tell_of_box(`Say who says so; after it: ${waiting.join("; ")}.`);
  if (data.replaces !== undefined) {
    fields.replaces.value = data.replaces;
    fields["replaces-source"].value = data.source ?? "";
    tell_of_box(`It will take the place of: ${data.replaces}.`);
    form.querySelector("button.main").textContent = "Correct";
  }
  fields.sentence.focus();
  form.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button === null) return;
  if (button.matches(".take")) {
    put_in_box(button.dataset.sentence);
    adding().elements.sentence.focus();
  } else if (button.matches(".fill")) {
    fill(button.dataset);
  } else if (button.matches(".both")) {
    const form = document.getElementById("events") ?? document.getElementById("bring") ?? adding();
    form.elements.conflict.checked = true;
    form.requestSubmit();
  }
});

document.addEventListener("reset", (event) => {
  if (event.target !== adding()) return;
  waiting = [];
  forget_search();
});

document.addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  const source = ctx.sourceElement;
  const place = typeof ctx.target === "string" ? ctx.target.slice(1) : ctx.target.id; // the answer may name another
  if (source === adding() && ctx.response.status === 200) {
    const next = waiting;
    adding().reset();
    waiting = next;
    if (waiting.length > 0) fill_next();
  }
  if (place === "said") tell_in_place(source);
  if (place === "found" && closed) document.getElementById("found").replaceChildren();
  else if (place === "found" && document.activeElement === document.body) {
    (document.querySelector("#found .take") ?? adding().elements.sentence).focus(); // one walked in the list that was
  }
  if (place === "cases") judge_two_at_a_time();
  if (place !== "desk") return;
  show_difference();
  watch_questions();
  if (ctx.request.method === "POST") document.querySelector(".right").scrollTop = 0;
  if (source.closest(".turning") && document.activeElement === document.body) document.querySelector(".turning button")?.focus();
  if (document.getElementById("more").open) show_rest();
});

// What is wrong with a form is told in it, above its button, so that it hides nothing.
function tell_in_place(source) {
  const said = document.getElementById("said");
  const here = source.closest("form")?.querySelector(".told-here");
  if (here) {
    here.replaceChildren(...said.childNodes);
    here.tabIndex = -1;
  }
  (here ?? said).focus();
}

document.addEventListener("change", (event) => {
  if (!event.target.matches(".gap") || event.target.value === "") return;
  const sentence = adding().elements.sentence;
  put_in_box(sentence.value.replace(event.target.dataset.gap, event.target.value));
});

// Among the sentences found one goes with the arrows, up and down from one to the next, to the right to its denial.
let closed = false; // what was asked for before Escape, and comes after it, stays closed

const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function walk_found(event) {
  const box = adding()?.elements.sentence;
  const offered = [...document.querySelectorAll("#found li")];
  const within = event.target.closest("#found li");
  if (offered.length === 0 || (event.target !== box && within === null)) return;
  const go_to = (place) => {
    event.preventDefault();
    place.focus();
  };
  const takes = within?.querySelectorAll(".take");
  if (event.key === "Escape") {
    closed = true;
    document.getElementById("found").replaceChildren();
    go_to(box);
  } else if (within === null) {
    if (event.key === "ArrowDown") go_to(offered[0].querySelector(".take"));
  } else if (event.key in STEPS) {
    const next = offered.indexOf(within) + STEPS[event.key];
    go_to(next === -1 ? box : offered[Math.min(Math.max(next, 0), offered.length - 1)].querySelector(".take"));
  } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    go_to(takes[event.key === "ArrowRight" ? takes.length - 1 : 0]);
  } else if ((event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) || event.key === "Backspace") {
    box.focus(); // what is typed goes on in the box
  }
}

document.addEventListener("keydown", walk_found);

// Control Z undoes the last change, and with Shift does it again; in a field it stays the browser's own.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target.matches("textarea, select, input:not([type=range])") || dialog().open) return;
  const button = document.querySelector(event.shiftKey ? "button.redo" : "button.undo");
  if (button === null) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.id === "sentence" && !event.isComposing) {
    event.preventDefault(); // a sentence has one line, however wide it is shown
    event.target.form.requestSubmit();
  }
  if (event.key === " " && event.target.matches("a[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
});

document.addEventListener("input", (event) => {
  if (event.target.id === "sentence") closed = false;
  if (adding() !== null && event.target.form === adding() && event.target.name.startsWith("source-")) {
    adding().elements.source.value = ""; // a source that is told of is a new one
  }
  if (event.target.id !== "slider") return;
  const days = event.target.dataset.days.split(" ");
  const day = days[event.target.value - 1];
  const spelled = new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  document.getElementById("day").value = day;
  document.getElementById("spelled").textContent = spelled;
  event.target.setAttribute("aria-valuetext", spelled);
});

// A file is read here and sent as text: what is no text in UTF-8, or too large, is told at once.
const MOST = 1_900_000;

async function take_file(field) {
  const form = field.form;
  const told = form.querySelector(".told-file");
  const file = field.files[0];
  const { filename, text } = form.elements;
  [filename.value, text.value, told.textContent] = ["", "", ""];
  if (file === undefined) return;
  try {
    if (file.size > MOST) throw new RangeError();
    const read = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (encodeURIComponent(read).length > MOST) throw new RangeError();
    [filename.value, text.value] = [file.name, read];
  } catch (error) {
    told.textContent = error instanceof RangeError ? "The file is too large to be sent at once. Split it." : "The file is not text in UTF-8. Save it so.";
    field.value = "";
  }
}

document.addEventListener("change", (event) => {
  if (event.target.id === "file") take_file(event.target);
});

const chosen = document.getElementById("file");
if (chosen !== null && chosen.files.length > 0) take_file(chosen); // before this was loaded
