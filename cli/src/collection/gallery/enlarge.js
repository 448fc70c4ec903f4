// Shows one figure over the whole window, and moves from one to the next.

const dialog = document.querySelector("dialog");
let current = null;

function all() {
  return [...document.querySelectorAll("li button")];
}

// The text that changes while figures arrive. A figure keeps its number, which is in its link. Its
// place on the page, by which the arrow keys move, differs from the number if several processes
// show figures.
function describe() {
  const buttons = all();
  const number = Number(current.parentElement.id.replace("figure-", ""));
  const place = buttons.indexOf(current) + 1;
  const named = number === place ? `Figure ${number}` : `Figure ${number}, place ${place}`;
  document.getElementById("place").textContent = `${named} of ${buttons.length}`;
  large.alt = current.querySelector("img").alt;
}

function enlarge(button) {
  current = button;
  large.src = button.querySelector("img").src;
  document.getElementById("name").textContent = button.querySelector("span").textContent;
  describe();
  notify("");
  history.replaceState(null, "", `#${button.parentElement.id}`);
  if (!dialog.open) dialog.showModal();
  showWhole();
}

// Moves `step` figures on, and stops at the first and the last.
function move(step) {
  const buttons = all();
  const index = buttons.indexOf(current) + step;
  enlarge(buttons[Math.min(buttons.length - 1, Math.max(0, index))]);
}

document.getElementById("figures").addEventListener("click", (event) => {
  const button = event.target.closest("li button");
  if (button) enlarge(button);
});

dialog.addEventListener("close", () => {
  history.replaceState(null, "", location.pathname + location.search);
  current.focus();
});

const STEP = 1.5;
const PAN = 80;
const actions = {
  previous: () => move(-1),
  next: () => move(1),
  smaller: () => zoom(1 / STEP),
  whole: showWhole,
  larger: () => zoom(STEP),
  close: () => dialog.close(),
};
const keys = {
  ArrowLeft: actions.previous,
  ArrowUp: actions.previous,
  ArrowRight: actions.next,
  ArrowDown: actions.next,
  Home: () => move(-Infinity),
  End: () => move(Infinity),
  "+": actions.larger,
  // The "+" key without Shift.
  "=": actions.larger,
  "-": actions.smaller,
  0: actions.whole,
};
const shifted = {
  ArrowLeft: () => pan(PAN, 0),
  ArrowUp: () => pan(0, PAN),
  ArrowRight: () => pan(-PAN, 0),
  ArrowDown: () => pan(0, -PAN),
};

for (const [id, action] of Object.entries(actions)) {
  document.getElementById(id).addEventListener("click", action);
}

// The listener is on the document, because a click beside the buttons takes the focus out of the
// dialog.
document.addEventListener("keydown", (event) => {
  if (!dialog.open || event.ctrlKey || event.altKey || event.metaKey) return;
  const action = (event.shiftKey && shifted[event.key]) || keys[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

function followLink() {
  const button = document.getElementById(location.hash.slice(1))?.querySelector(":scope > button");
  if (!button) return;
  // Restores the view from before the page reloaded itself.
  const before = history.state;
  enlarge(button);
  Object.assign(view, before);
  draw();
  focusDialog();
}

// After the page has loaded, the browser also follows the link, to a figure that the dialog hides.
// Then nothing has the focus, where a screen reader reads.
function focusDialog() {
  if (dialog.open && !dialog.contains(document.activeElement)) dialog.querySelector("button").focus();
}
addEventListener("hashchange", followLink);
addEventListener("load", () => requestAnimationFrame(focusDialog));
followLink();

