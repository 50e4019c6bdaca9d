// The little that the page does by itself: reasons in a dialog, the slider of days, focus.
"use strict";

const dialog = () => document.getElementById("why");

function open_reasons(address) {
  htmx.ajax("GET", address, { target: "#reasons", swap: "innerHTML" });
  if (!dialog().open) dialog().showModal();
}

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (link === null) return;
  if (link.matches("a.say")) {
    event.preventDefault();
    open_reasons(link.href);
  } else if (dialog().contains(link) && link.hash === "") {
    dialog().close();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.matches("button.print")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches("a[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
});

document.addEventListener("input", (event) => {
  if (event.target.id !== "slider") return;
  const days = event.target.dataset.days.split(" ");
  const day = days[event.target.value - 1];
  document.getElementById("day").value = day;
  event.target.setAttribute("aria-valuetext", day);
});

window.addEventListener("popstate", () => location.reload());
