//! Warns before a session ends and leaves the page when it has, so that nobody else reads it.
//!
//! Counts against the clock, since a laptop that sleeps stops its timers. All tabs of a browser
//! share a session, so each tells the others when it starts, is prolonged or ends.

const ENDED = "/signed-out?why=time";

export function watchSession({ sessionEndsInSeconds, sessionWarnSeconds }) {
  const template = document.getElementById("session-warning");
  if (!sessionEndsInSeconds || !template) return;
  const lasts = Number(sessionEndsInSeconds) * 1000;
  const warns = Number(sessionWarnSeconds ?? 300) * 1000;
  const tabs = new BroadcastChannel("session");
  const copy = template.content.cloneNode(true);
  const dialog = document.body.appendChild(copy.querySelector("dialog"));
  const part = (name) => dialog.querySelector(`[data-session-${name}]`);
  let ends = 0;
  let announced = "";

  function restart() {
    ends = Date.now() + lasts;
    announced = "";
    if (dialog.open) dialog.close();
  }

  const leave = () => location.replace(ENDED);

  function look() {
    const left = ends - Date.now();
    if (left <= 0) return leave();
    if (warns < left) return undefined;
    if (!dialog.open) dialog.showModal();
    return show(left);
  }

  // Seen each second, but heard each minute and at last 20 seconds: a screen reader that said
  // each second would never fall silent.
  function show(left) {
    part("left").textContent = inWords(Math.ceil(left / 1000));
    const heard = inWords(left <= 20_000 ? 20 : Math.ceil(left / 60_000) * 60);
    if (heard === announced) return;
    announced = heard;
    part("heard").textContent = `You will be signed out in ${heard}.`;
  }

  async function stay() {
    try {
      const answer = await fetch("/session/stay", { method: "POST", credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return leave();
    } catch {
      part("heard").textContent = "The service cannot be reached. Try again.";
      return undefined;
    }
    tabs.postMessage("stays");
    return restart();
  }

  const signOut = document.getElementById("sign-out");
  signOut?.addEventListener("submit", () => tabs.postMessage("ended"));
  part("stay").addEventListener("click", stay);
  part("sign-out").addEventListener("click", () => signOut?.requestSubmit());
  dialog.addEventListener("cancel", (event) => (event.preventDefault(), stay()));
  tabs.onmessage = ({ data }) => (data === "ended" ? leave() : restart());
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
  restart();
  tabs.postMessage("stays");
}

function inWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  const parts = [counted(minutes, "minute"), counted(seconds % 60, "second")];
  return parts.filter(Boolean).join(" ");
}

function counted(number, unit) {
  return number && `${number} ${unit}${number === 1 ? "" : "s"}`;
}
