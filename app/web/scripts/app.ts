// What every page runs: htmx, and what to say when the server does not answer.
import "htmx.org";

const messages = () => document.getElementById("messages");

// Where no answer came at all, what was typed is still there; say so. Answers that are errors say themselves what they are.
document.addEventListener("htmx:error", (event) => {
  const answered = (event as CustomEvent).detail?.ctx?.response;
  const text = document.getElementById("offline") as HTMLTemplateElement | null;
  const place = messages();
  if (answered || !text || !place) return;
  const said = document.createElement("p");
  said.className = "problem";
  said.textContent = text.content.textContent;
  place.replaceChildren(said);
});

document.addEventListener("htmx:before:request", () => messages()?.replaceChildren());

// Esc closes what was found and whatever was opened; a click elsewhere too.
const close = (except: EventTarget | null) => {
  for (const opened of document.querySelectorAll<HTMLDetailsElement>("details.me[open]")) {
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

// A filter applies as soon as it is chosen; without this script its button does.
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-at-once]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
