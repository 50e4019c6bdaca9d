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
  if (event.target.id === "more" && event.target.open) show_rest(event.target.dataset.place);
}, true);

function go_within(place) {
  const found = document.getElementById(place);
  const more = document.getElementById("more");
  if (found !== null) {
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
  if (button.matches(".said .close")) button.closest(".said").replaceChildren();
  if (button.matches("dialog .return")) {
    asked.pop();
    show_reasons();
  }
});

const adding = () => document.getElementById("add");

function forget_search() {
  document.getElementById("found").replaceChildren();
  for (const name of ["replaces", "replaces-source"]) adding().elements[name].value = "";
  const told = adding().querySelector(".replacing");
  told.hidden = true;
  told.textContent = "";
  adding().querySelector("button.main").textContent = "Add";
}

function fill(data) {
  const form = adding();
  form.reset();
  const fields = form.elements;
  for (const name of ["sentence", "grade", "on", "until", "known", "note"]) fields[name].value = data[name] ?? "";
  fields.source.value = data.source ?? "";
  if (data.replaces !== undefined) {
    fields.replaces.value = data.replaces;
    fields["replaces-source"].value = data.source ?? "";
    const told = form.querySelector(".replacing");
    told.textContent = `It will take the place of: ${data.replaces}.`;
    told.hidden = false;
    form.querySelector("button.main").textContent = "Correct";
  }
  fields.sentence.focus();
  form.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button === null) return;
  if (button.matches(".take")) {
    const field = adding().elements.sentence;
    field.value = button.dataset.sentence;
    document.getElementById("found").replaceChildren();
    field.focus();
  } else if (button.matches(".fill")) {
    fill(button.dataset);
  } else if (button.matches(".both")) {
    const form = document.getElementById("events") ?? document.getElementById("bring") ?? adding();
    form.elements.conflict.checked = true;
    form.requestSubmit();
  }
});

document.addEventListener("reset", (event) => {
  if (event.target === adding()) forget_search();
});

document.addEventListener("htmx:after:swap", (event) => {
  const ctx = event.detail.ctx;
  if (ctx.sourceElement === adding() && ctx.response.status === 200) adding().reset();
  if (ctx.target.id === "said") ctx.target.focus();
  if (ctx.target.id === "desk") show_difference();
  if (ctx.target.id === "cases") judge_two_at_a_time();
  const more = document.getElementById("more");
  if (more?.open && ctx.target.id === "desk") show_rest();
});

document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches("a[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
});

document.addEventListener("input", (event) => {
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
