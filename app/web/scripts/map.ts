// The maps on a page, with their tools; and the table of the same people, where there is one.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { type AccountMap, type Person, type Words } from "./map/answer";
import { Keeper } from "./map/places";
import { growTree } from "./map/tree";
import { MANY, placesOf, View } from "./map/view";

cytoscape.use(fcose);

const STEP = 40; // pixels that an arrow key moves the map, or somebody on it
const NEARER = 1.25;
const WAYS: Record<string, [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

const fetched = async (address: string) => {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()) as AccountMap;
};

/** People whose names are like this, the likest first. */
const namesLike = async (words: string, address: string) => {
  const answer = await fetch(`${address}&q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  const found = (await answer.json()) as { kind: string; id: string }[];
  return found.filter((one) => one.kind === "person").map((one) => one.id);
};

const save = (blob: Blob, name: string) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};

const mount = async (place: HTMLElement) => {
  const { map: address = "", drawing = "", positions, csrf = "" } = place.dataset;
  const words = JSON.parse(place.dataset.words ?? "{}") as Words;
  const one = <T extends HTMLElement>(selector: string) => place.querySelector<T>(selector);
  const status = one(".map-status");
  const canvas = one(".map-canvas");
  if (!status || !canvas) return;

  const say = (text: string, person?: Person) => {
    status.textContent = text;
    if (!person) return;
    const link = document.createElement("a");
    link.href = `/people/${encodeURIComponent(person.id)}`;
    link.textContent = words.open ?? "";
    status.append(" ", link);
  };

  let map: AccountMap;
  try {
    map = await fetched(address);
  } catch {
    say(words.failed ?? "");
    return;
  }
  const view = new View(canvas, map, words, say, positions !== undefined);
  const on = (name: string, act: () => void) => one(`[name="${name}"]`)?.addEventListener("click", act);

  // Layers; the drawing to save and to print has the same ones.
  const boxes = [...place.querySelectorAll<HTMLInputElement>('[name="layer"]')];
  const print = one<HTMLImageElement>(".map-print");
  const svg = one<HTMLAnchorElement>("[data-svg]");
  let version = 0;
  const redraw = () => {
    const wanted = new URL(drawing, location.href);
    for (const box of boxes) if (box.checked) wanted.searchParams.append("layer", box.value);
    if (view.only !== null) wanted.searchParams.set("focus", view.only);
    if (svg) svg.href = wanted.href;
    wanted.hash = String((version += 1)); // another address, so that it is fetched again
    if (print) print.src = wanted.href;
  };
  for (const box of boxes) {
    if (map.ties.length > MANY && box.value === "influences") box.checked = false;
    view.layer(box.value, box.checked);
    box.addEventListener("change", () => {
      view.layer(box.value, box.checked);
      redraw();
    });
  }
  setTimeout(redraw, 1_500); // after all that is seen at once
  addEventListener("beforeprint", () => {
    if (!print?.src) redraw();
  });

  on("in", () => view.zoom(NEARER));
  on("out", () => view.zoom(1 / NEARER));
  on("fit", () => view.fit());
  one<HTMLInputElement>('[name="alone"]')?.addEventListener("change", (event) => {
    view.hideOthers((event.target as HTMLInputElement).checked);
    redraw();
  });
  document.addEventListener("map:chosen", () => {
    if (view.alone) redraw();
  });
  on("png", () => void view.png().then((blob) => save(blob, `${map.account_name}.png`)));
  on("print", () => {
    redraw();
    void print?.decode().then(() => window.print());
  });

  if (positions !== undefined) {
    const undo = one<HTMLButtonElement>('[name="undo"]');
    const keeper = new Keeper(view.cy, positions, csrf, words, say, (undoable) => {
      if (undo) undo.disabled = !undoable;
      redraw();
    });
    view.cy.on("dragfree", () => keeper.note());
    on("undo", () => keeper.undo());
    on("anew", async () => {
      if (!(await keeper.forget())) return;
      keeper.accept(placesOf(await fetched(address)));
      view.fit();
      redraw();
    });
    on("by-ties", () => {
      const layout = view.cy.elements().not(".off").layout({
        name: "fcose",
        randomize: false,
        animate: false,
        idealEdgeLength: 260,
        nodeSeparation: 120,
        nodeRepulsion: 90_000,
        padding: 24,
      } as cytoscape.LayoutOptions);
      layout.one("layoutstop", () => keeper.note());
      layout.run();
    });
    canvas.addEventListener("keydown", (event) => {
      const way = WAYS[event.key];
      if (!way || !event.shiftKey) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // the map itself stays where it is
      if (view.move(...way)) keeper.note();
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input:not([type=checkbox]), textarea, select");
      if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || typing) return;
      event.preventDefault();
      keeper.undo();
    });
  }

  // Search: Enter goes from one found to the next. Who is not found as typed may be misspelt, or typed in pinyin.
  const search = one<HTMLInputElement>('[name="find"]');
  let found: string[] = [];
  let next = 0;
  search?.addEventListener("input", async () => {
    const typed = search.value;
    next = 0;
    found = view.find(typed);
    if (typed.trim() && !found.length) {
      const alike = await namesLike(typed, place.dataset.search ?? "").catch(() => []);
      if (search.value !== typed) return;
      found = alike;
    }
    view.mark(typed.trim() ? found : null);
  });
  search?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") view.choose(null);
    if (event.key !== "Enter") return;
    event.preventDefault();
    const id = found[next % found.length];
    if (id !== undefined) view.choose(`p:${id}`);
    next += 1;
  });

  const keys: Record<string, () => void> = {
    ...Object.fromEntries(Object.entries(WAYS).map(([key, [right, down]]) => [key, () => view.pan(-right, -down)])),
    "+": () => view.zoom(NEARER),
    "=": () => view.zoom(NEARER),
    "-": () => view.zoom(1 / NEARER),
    "0": () => view.fit(),
    Escape: () => view.choose(null),
  };
  canvas.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("map:show", (event) => {
    view.choose((event as CustomEvent<string>).detail);
    place.scrollIntoView({ block: "nearest" });
  });

  // The way to whoever is recommended, while the pointer or the focus is there.
  let shown: Element | null = null;
  const follow = (event: Event) => {
    const wanted = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-path]") : null;
    if (wanted === shown) return;
    shown = wanted;
    if (!wanted) view.endPath();
    else
      view.path(
        JSON.parse(wanted.dataset.path || "[]") as string[],
        JSON.parse(wanted.dataset.names || "[]") as string[],
        wanted.dataset.person,
      );
  };
  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);

  place.dataset.ready = "true";
};

for (const place of document.querySelectorAll<HTMLElement>("[data-map]")) void mount(place);
for (const table of document.querySelectorAll<HTMLTableElement>("table.tree")) growTree(table);
