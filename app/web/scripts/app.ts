// What every page runs: htmx, and what to say when the server does not answer.
import "htmx.org";
import "./undo";

const BAD_REQUEST = 400;
const UNAUTHORIZED = 401;
const TOO_LARGE = 413;
const messages = () => document.getElementById("messages");

// Where no answer came, or one that is no page of ours, what was typed is still there; say so.
const say = (text: string | null | undefined) => {
  const said = document.createElement("p");
  said.className = "problem";
  said.textContent = text ?? "";
  messages()?.replaceChildren(said);
};
const sayThatNothingIsLost = () => say((document.getElementById("offline") as HTMLTemplateElement | null)?.content.textContent);

document.addEventListener("htmx:error", (event) => {
  if (!(event as CustomEvent).detail?.ctx?.response) sayThatNothingIsLost();
});

document.addEventListener("htmx:before:response", (event) => {
  const response = (event as CustomEvent).detail?.ctx?.response;
  const isPage = (response?.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (response && response.status >= 400 && !isPage) {
    event.preventDefault();
    // What is too large is refused before any page sees it.
    if (response.status === TOO_LARGE) void response.raw.json().then((problem: { detail: string }) => say(problem.detail));
    else sayThatNothingIsLost();
  }
});

// Whoever had to sign in again, in another tab, has another session: its token goes with what is sent from now on.
let ended = false;
document.addEventListener("htmx:after:request", (event) => {
  ended ||= (event as CustomEvent).detail?.ctx?.response?.status === UNAUTHORIZED;
});
addEventListener("focus", async () => {
  if (!ended) return;
  const answer = await fetch("/api/session");
  if (!answer.ok) return;
  const { csrf_token: token } = (await answer.json()) as { csrf_token: string };
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRF-Token": token }));
  ended = false;
  messages()?.replaceChildren();
});

document.addEventListener("htmx:before:request", () => messages()?.replaceChildren());

// What is to be mended has the focus, after a form came back.
const WRONG = ":is(input, select, textarea)[aria-invalid], [aria-invalid] :is(input, select, textarea), [role=alert][tabindex]";
document.addEventListener("htmx:after:settle", ({ target }) => {
  if (target instanceof Element) target.querySelector<HTMLElement>(WRONG)?.focus();
});

// Whoever leaves what they typed, with nothing sent yet, is asked first; also when the page is loaded anew.
const KEPT = "form[data-keep]";
let unsent = false;
const isIn = (place: unknown, selector: string) => place instanceof Element && place.closest(selector) !== null;
document.addEventListener("input", ({ target }) => (unsent ||= isIn(target, KEPT)));
document.addEventListener("htmx:after:request", (event) => {
  const { sourceElement, response } = (event as CustomEvent).detail.ctx;
  if (isIn(sourceElement, KEPT) && response?.status < BAD_REQUEST) unsent = false;
});
document.addEventListener("click", ({ target }) => (unsent &&= !isIn(target, "a[data-leave]")));
addEventListener("beforeunload", (event) => {
  if (unsent && document.querySelector(KEPT)) event.preventDefault();
  // A page that takes over a second says that it is under way, too (the style waits that long).
  else document.documentElement.classList.add("leaving");
});
for (const back of ["pageshow", "focus", "pointerdown"]) addEventListener(back, () => document.documentElement.classList.remove("leaving"));

// Esc closes what was found and whatever was opened; a click elsewhere too.
const close = (except: EventTarget | null) => {
  for (const opened of document.querySelectorAll<HTMLDetailsElement>("details:is(.me, .opens, .map-more)[open]")) {
    if (!(except instanceof Node && opened.contains(except))) opened.open = false;
  }
  const found = document.getElementById("found");
  if (found && !(except instanceof Node && found.parentElement?.contains(except))) found.replaceChildren();
};
document.addEventListener("click", (event) => close(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close(null);
  // A slash goes to the search, as on many sites, unless something is being typed.
  const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.getElementById("search")?.focus();
  }
});

// Arrow keys go from the search to what was found, and back.
document.querySelector("form.search")?.addEventListener("keydown", (event) => {
  const { key } = event as KeyboardEvent;
  const by = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  const stops = [...document.querySelectorAll<HTMLElement>("#search, #found a")];
  const next = by && stops[stops.findIndex((stop) => stop === document.activeElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// A filter applies as soon as it is picked. Whoever goes through a list by keyboard presses the button, as without this
// script; and what is empty stays out of the address.
let byKeyboard = false;
addEventListener("pointerdown", () => (byKeyboard = false), { capture: true });
addEventListener("keydown", () => (byKeyboard = true), { capture: true });
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-at-once]")) {
  form.addEventListener("change", () => byKeyboard || form.requestSubmit());
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}

// Where a value is picked or typed, the one takes the place of the other.
document.addEventListener("input", (event) => {
  const input = event.target;
  const group = input instanceof HTMLInputElement ? input.closest("[data-one-of]") : null;
  if (!group || !(input instanceof HTMLInputElement)) return;
  for (const other of group.querySelectorAll<HTMLInputElement>("input")) {
    if (input.type === "radio" && other.type !== "radio") other.value = "";
    if (input.type !== "radio" && other.type === "radio") other.checked = other.value === "";
  }
});
