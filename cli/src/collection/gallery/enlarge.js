// One figure over the whole window, and the way from one to the next.

const dialog = document.querySelector("dialog");
let current = null;

function all() {
  return [...document.querySelectorAll("li button")];
}

// What changes while figures arrive. A figure's number is that of its link and stays; its place on the
// page, which the arrow keys go by, is another one where several processes show figures.
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

// `step` from the current figure; both ends are ends.
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
  // The same key without Shift.
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

// On the document: a click beside the buttons takes the focus out of the dialog.
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
  // As it was before the page read itself anew.
  const before = history.state;
  enlarge(button);
  Object.assign(view, before);
  draw();
  focusDialog();
}

// The browser follows the link as well, in a frame after the page has loaded, to a figure that the
// dialog hides: the focus, which a screen reader reads at, is nowhere then.
function focusDialog() {
  if (dialog.open && !dialog.contains(document.activeElement)) dialog.querySelector("button").focus();
}
addEventListener("hashchange", followLink);
addEventListener("load", () => requestAnimationFrame(focusDialog));
followLink();

