// While the command runs: what is new on the page as it is by now. A page on disk can't read itself,
// but it can show itself once more, in a frame that nobody sees, and that one tells what it holds.

const LOOK = "cg-plot-capture-look";
const PAUSE = 2_000;
// How long a look may take.
const LONGEST = 10_000;
// A command that was killed never says that it has ended.
const PATIENCE = 15 * 60_000;

const count = document.getElementById("count");
const running = "running" in document.body.dataset;

function tell() {
  const figures = document.getElementById("figures").outerHTML;
  const news = { running, title: document.title, count: count.textContent, figures };
  // On disk no page has an origin, and none from elsewhere can frame this one.
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
    // A new frame each time: to lead the old one elsewhere would be a step that Back takes back.
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
      // The complete page is another one; figure and view are kept by the address and its state.
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

// Only adds: what is there stays where it is, with its focus, and is not drawn again. Its text may
// change: a second process makes it worth saying which one showed the figure.
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
