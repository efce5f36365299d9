// SPDX-License-Identifier: EUPL-1.2
// Small comforts; every page works without them.

// What is wrong in a form is read and shown first.
document.querySelector("[data-errors]")?.focus();

// The other language opens at the same place of the page.
for (const link of document.querySelectorAll("a[data-language]")) {
  link.addEventListener("click", () => { link.hash = location.hash; });
}
