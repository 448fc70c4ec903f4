// Downloads the enlarged figure as a file.

// A page that was opened from the disk may show the files beside it but not read them. It may read
// what it embeds.
function isReadable() {
  return large.src.startsWith("data:") || location.protocol !== "file:";
}

function notify(text) {
  document.getElementById("notice").textContent = text;
}

function offer(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

function offerBlob(blob, name) {
  const address = URL.createObjectURL(blob);
  offer(address, name);
  // Later, because the browser reads the address after this.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function downloadSvg(name) {
  if (!large.src.startsWith("data:")) {
    offer(large.src, name);
    return;
  }
  // Browsers refuse to save long data: addresses, but they save blobs.
  const bytes = atob(large.src.slice(large.src.indexOf(",") + 1));
  const blob = new Blob([Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))], { type: "image/svg+xml" });
  offerBlob(blob, name);
}

async function downloadPng(name) {
  await large.decode();
  const { naturalWidth: width, naturalHeight: height } = large;
  // Twice the size, to be sharp in a document, but within the canvas size of every browser.
  const scale = Math.min(2, 8192 / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(large, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  offerBlob(blob, name.replace(/svg$/, "png"));
}

async function download(save) {
  const name = document.getElementById("name").textContent;
  notify("");
  if (!isReadable()) {
    notify(`A page on disk can’t read the files beside it: the figure is ${name} in the same folder.`);
    return;
  }
  try {
    await save(name);
  } catch (error) {
    notify(`This browser can’t save it: ${error.message}`);
  }
}

document.getElementById("svg").addEventListener("click", () => download(downloadSvg));
document.getElementById("png").addEventListener("click", () => download(downloadPng));

