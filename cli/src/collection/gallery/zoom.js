// The size of the enlarged figure, and the part of it that is visible.

const stage = document.querySelector(".stage");
const large = stage.querySelector("img");
const LARGEST = 40;
const view = { scale: 1, x: 0, y: 0 };

function draw() {
  // The figure never leaves the stage.
  const within = (offset, size) => {
    const reach = (size * (view.scale - 1)) / 2;
    return Math.min(reach, Math.max(-reach, offset));
  };
  view.x = within(view.x, stage.clientWidth);
  view.y = within(view.y, stage.clientHeight);
  large.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  stage.classList.toggle("zoomed", view.scale > 1);
  document.getElementById("whole").textContent = `${Math.round(view.scale * 100)} %`;
}

function showWhole() {
  Object.assign(view, { scale: 1, x: 0, y: 0 });
  draw();
}

// The point at (x, y), counted from the middle of the stage, stays where it is.
function zoom(factor, x = 0, y = 0) {
  const scale = Math.min(LARGEST, Math.max(1, view.scale * factor));
  view.x = x - (x - view.x) * (scale / view.scale);
  view.y = y - (y - view.y) * (scale / view.scale);
  view.scale = scale;
  draw();
}

function pan(x, y) {
  view.x += x;
  view.y += y;
  draw();
}

function fromMiddle(x, y) {
  const box = stage.getBoundingClientRect();
  return [x - box.left - box.width / 2, y - box.top - box.height / 2];
}

stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  // Some mice count lines; a trackpad's pinch arrives as small steps with Ctrl.
  const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
  const factor = Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.002));
  zoom(factor, ...fromMiddle(event.clientX, event.clientY));
}, { passive: false });

stage.addEventListener("dblclick", (event) => {
  if (view.scale > 1) showWhole();
  else zoom(3, ...fromMiddle(event.clientX, event.clientY));
});

// The mouse, pen and fingers that are down. One pans, two pinch.
const pointers = new Map();

stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  // Otherwise the browser would drag the image itself.
  event.preventDefault();
  stage.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, event);
});

stage.addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  pointers.set(event.pointerId, event);
  const other = [...pointers.values()].find((pointer) => pointer.pointerId !== event.pointerId);
  if (other) {
    const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    zoom(apart(event) / Math.max(1, apart(before)), ...fromMiddle(other.clientX, other.clientY));
  } else {
    pan(event.clientX - before.clientX, event.clientY - before.clientY);
  }
});

for (const end of ["pointerup", "pointercancel"]) {
  stage.addEventListener(end, (event) => pointers.delete(event.pointerId));
}

addEventListener("resize", draw);

