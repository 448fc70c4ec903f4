// While the command runs, adds new figures to the page. A page that was opened from the disk can't
// read itself, but it can load itself again in a hidden frame, which sends its content to this
// page.

const LOOK = "cg-plot-capture-look";
const PAUSE = 2_000;
// How long a reload may take, in milliseconds.
const LONGEST = 10_000;
// A command that was killed never marks its page as ended, so that we give up after this time.
const PATIENCE = 15 * 60_000;

const count = document.getElementById("count");
const running = "running" in document.body.dataset;

function tell() {
  const figures = document.getElementById("figures").outerHTML;
  const news = { running, title: document.title, count: count.textContent, figures };
  // A page from the disk has no origin, and no page from elsewhere can frame it.
  parent.postMessage(news, location.protocol === "file:" ? "*" : location.origin);
}

function watch() {
  let frame = null;
  let next = null;
  let changed = Date.now();

  function look() {
    frame?.remove();
    if (Date.now() - changed > PATIENCE) {
      document.getElementById("watch").textContent =
        "Nothing new for 15 minutes, so this page has stopped looking: reload it to go on.";
      return;
    }
    // A new frame each time, because to reload the old one would add a step to the browser's
    // history.
    frame = document.createElement("iframe");
    frame.name = LOOK;
    frame.hidden = true;
    frame.src = `${location.pathname}?${Date.now()}`;
    document.body.append(frame);
    next = setTimeout(look, LONGEST);
  }

  addEventListener("message", (event) => {
    if (event.source !== frame?.contentWindow) return;
    const news = event.data;
    if (!news.running) {
      // The complete page replaces this one; the address and its state keep the figure and the
      // view.
      history.replaceState(dialog.open ? { ...view } : null, "");
      location.reload();
      return;
    }
    if (news.count !== count.textContent) {
      changed = Date.now();
      document.title = news.title;
      count.textContent = news.count;
      append(news.figures);
    }
    clearTimeout(next);
    next = setTimeout(look, PAUSE);
  });

  next = setTimeout(look, PAUSE);
}

// Adds what is new and leaves the rest, so that it keeps its focus and is not drawn again.
// Alternative texts may change: with a second process they also name the process.
function append(figures) {
  const page = new DOMParser().parseFromString(figures, "text/html");
  for (const part of page.querySelectorAll("#figures [id]")) {
    const present = document.getElementById(part.id);
    if (!present) document.getElementById(part.parentElement.id).append(part);
    else if (part.matches("li")) present.querySelector("img").alt = part.querySelector("img").alt;
  }
  if (dialog.open) describe();
}

if (window.name === LOOK) tell();
else if (running) watch();
