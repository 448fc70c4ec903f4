
const dialog = document.querySelector("dialog");
const [large, name, close] = dialog.children;

function enlarge(button) {
  const small = button.querySelector("img");
  large.src = small.src;
  large.alt = small.alt;
  name.textContent = button.textContent.trim();
  dialog.showModal();
}

for (const button of document.querySelectorAll("li button")) {
  button.addEventListener("click", () => enlarge(button));
}
large.addEventListener("click", () => dialog.close());
close.addEventListener("click", () => dialog.close());
