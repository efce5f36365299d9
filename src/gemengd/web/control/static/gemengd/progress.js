// SPDX-License-Identifier: EUPL-1.2
// Shows how far work is, and the outcome when it has ended; without this the page has a link to look again.

const shown = document.querySelector("[data-progress]");
const bar = shown?.querySelector("progress");
const EVERY = 1500;

async function look() {
  const answer = await fetch(shown.dataset.progress, { credentials: "same-origin" });
  if (!answer.ok) return;
  const { active, done, steps } = await answer.json();
  if (!active) {
    location.reload();
    return;
  }
  if (steps) {
    bar.max = steps;
    bar.value = done;
  }
  setTimeout(look, EVERY);
}

if (bar) setTimeout(look, EVERY);
