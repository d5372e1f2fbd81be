// After a change that led on to another page: what stood there before can be put back from there, for a minute.

const KEY = "winover-undo";
const MINUTE = 60_000;

interface Change {
  path: string;
  before: Record<string, string | string[]>;
  etag: string;
  until: number;
}

/** Keep what a form held before it was stored. */
const keep = (form: HTMLFormElement, response: Response) => {
  const was = form.elements.namedItem("was");
  const [path, etag] = [form.getAttribute("hx-post"), response.headers.get("ETag")];
  if (!(was instanceof HTMLInputElement) || !path || !etag) return;
  const before = JSON.parse(was.value) as Change["before"];
  sessionStorage.setItem(KEY, JSON.stringify({ path, before, etag, until: Date.now() + MINUTE } satisfies Change));
};

document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = (event as CustomEvent).detail;
  if (ctx.sourceElement instanceof HTMLFormElement && ctx.response.status === 204) keep(ctx.sourceElement, ctx.response.raw);
});

const putBack = async ({ path, before, etag }: Change) => {
  const body = new URLSearchParams({ etag });
  for (const [name, value] of Object.entries(before)) for (const one of [value].flat()) body.append(name, one);
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}") as Record<string, string>;
  const answer = await fetch(path, { method: "POST", body, headers: { ...token, "HX-Request": "true" } }).catch(() => null);
  // Where that cannot be, because of what others changed meanwhile, the form shows what is stored now.
  if (answer?.ok) location.reload();
  else if (answer) location.assign(path);
  return answer !== null;
};

const offer = () => {
  const kept = sessionStorage.getItem(KEY);
  const place = document.getElementById("messages");
  const template = document.getElementById("saved") as HTMLTemplateElement | null;
  sessionStorage.removeItem(KEY);
  if (!kept || !place || !template) return;
  const change = JSON.parse(kept) as Change;
  const left = change.until - Date.now();
  if (left <= 0) return;
  place.replaceChildren(template.content.cloneNode(true));
  const shown = place.firstElementChild;
  const button = place.querySelector("button");
  button?.addEventListener("click", async () => {
    button.disabled = true;
    button.disabled = await putBack(change);
  });
  setTimeout(() => shown?.remove(), left);
};
offer();
