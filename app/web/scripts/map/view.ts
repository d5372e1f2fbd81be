// One map on a page: what is seen of it, and what is chosen.
import cytoscape from "cytoscape";
import { type AccountMap, filled, type Person, type Words } from "./answer";
import { bow } from "./bow";
import { card, marks, SIGNS, sketch } from "./card";
import { onThemeChange, palette } from "./palette";
import { captioned } from "./picture";
import type { Places } from "./places";
import { style } from "./style";

const FAR = 0.62; // below this zoom a card can no longer be read
const APART = 8; // between bowed lines of the same two people
const ASIDE = 60; // between the map and ours
const NEAREST = 1.3; // one card alone would fill the window
const FARTHER = 0.3; // and below this one not even its sketch
const SOON = 100; // milliseconds after somebody has moved
// Pixels around what is shown: on the right are the buttons, below it what is said.
const [EDGE, BUTTONS, STATUS] = [16, 56, 36];

const KINDS = ["reports_to", "influences", "conflicts_with", "knows"];

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** So many ties are too many to be seen at once. */
export const MANY = 300;

/** The places that an answer holds. */
export const placesOf = (map: AccountMap): Places => new Map(map.people.map((one) => [one.id, { x: one.x, y: one.y }]));

export class View {
  readonly cy: cytoscape.Core;
  alone = false;
  private chosen: string | null = null;
  /** What was seen before a path was shown. */
  private before: { zoom: number; pan: cytoscape.Position } | null = null;
  private distance = -1;
  private readonly pictures = new Map<string, string>();
  private readonly off = new Set<string>();

  constructor(
    private readonly canvas: HTMLElement,
    private readonly map: AccountMap,
    private readonly words: Words,
    private readonly say: (text: string, person?: Person) => void,
    movable: boolean,
  ) {
    const many = map.ties.length > MANY;
    this.cy = cytoscape({
      container: canvas,
      elements: elements(map),
      style: style(palette()),
      layout: { name: "preset", fit: false },
      minZoom: 0.03,
      maxZoom: 2.5,
      boxSelectionEnabled: false,
      autounselectify: true,
      autoungrabify: !movable,
    });
    this.cy.edges().toggleClass("many", many);
    this.fit(null, false);
    this.sharpen();
    this.cy.on("zoom", () => this.sharpen());
    onThemeChange(() => this.paint());
    this.bend();
    let soon = 0;
    this.cy.on("position", "node.person", () => {
      clearTimeout(soon);
      soon = window.setTimeout(() => this.bend(), SOON);
    });
    // One finger scrolls the page, two move the map; only whoever is chosen is dragged by a finger.
    let grabbed: cytoscape.NodeSingular | null = null;
    this.cy.on("grab", "node", (event) => (grabbed = event.target));
    this.cy.on("free", () => (grabbed = null));
    canvas.addEventListener("touchmove", (event) => {
      if (event.touches.length === 1 && !grabbed?.hasClass("chosen")) event.stopPropagation();
    });
    this.cy.on("tapstart", () => canvas.focus({ preventScroll: true })); // the keys go where the pointer went
    this.cy.on("tap", "node.person, node.department", (event) => this.choose(event.target.id()));
    this.cy.on("tap", (event) => {
      if (event.target === this.cy) this.choose(null);
    });
    this.cy.on("mouseover", "node.person", (event) => {
      const person = map.people.find((one) => `p:${one.id}` === event.target.id());
      if (person) canvas.title = this.described(person);
    });
    this.cy.on("mouseout", "node.person", () => canvas.removeAttribute("title"));
    this.cy.on("dbltap", "node.person", (event) => open(event.target.data("of") as string));
    // No box is drawn smaller than its container may become: the map is fitted again until somebody moves it.
    let moved = false;
    this.cy.on("dragpan scrollzoom pinchzoom", () => (moved = true));
    new ResizeObserver(() => {
      this.cy.resize();
      if (!moved) this.fit(null, false);
    }).observe(canvas);
  }

  /** Everything in the colours of another theme. */
  private paint() {
    for (const earlier of this.pictures.values()) URL.revokeObjectURL(earlier);
    this.pictures.clear();
    this.distance = -1;
    this.sharpen();
    this.cy.style(style(palette()));
  }

  /** As much of everybody as can be seen at this distance. */
  private sharpen() {
    const [far, farther] = [this.cy.zoom() < FAR, this.cy.zoom() < FARTHER];
    const step = Number(far) + Number(farther);
    if (this.distance === step) return;
    this.distance = step;
    this.cy.batch(() => {
      if (!farther) this.show(far ? "sketch" : "card");
      this.cy.nodes().toggleClass("far", far).toggleClass("farther", farther);
    });
    this.measure(this.cy.nodes());
  }

  /** Show everybody by this kind of picture, which is made when it is first seen. */
  private show(kind: "card" | "sketch") {
    const [draw, colours] = [{ card, sketch }[kind], palette()];
    for (const person of this.map.people) {
      const key = `${kind} ${person.id}`;
      const picture = this.pictures.get(key) ?? draw(person, colours, this.words);
      this.pictures.set(key, picture);
      this.cy.getElementById(`p:${person.id}`).data({ picture });
    }
  }

  /** Bow ties round the cards of people whom they do not touch; so many that they cross anyway stay as they are. */
  private bend() {
    if (this.map.ties.length > MANY) return;
    const cards = this.map.people.map((one) => ({ id: `p:${one.id}`, at: this.cy.getElementById(`p:${one.id}`).position() }));
    this.cy.batch(() =>
      this.cy.edges().not(".path").forEach((edge) => {
        const [start, end] = [edge.source(), edge.target()];
        const others = cards.filter(({ id }) => id !== start.id() && id !== end.id()).map(({ at }) => at);
        const by = bow(start.position(), end.position(), others);
        const kind = KINDS.findIndex((name) => edge.hasClass(name));
        edge.data({ bow: by + Math.sign(by) * APART * kind }).toggleClass("bowed", by !== 0);
      }),
    );
  }

  fit(some: cytoscape.CollectionReturnValue | null = null, smoothly = !calm.matches) {
    const { x1, y1, w, h } = (some?.nonempty() ? some : this.cy.elements()).boundingBox();
    const [width, height] = [this.cy.width() - EDGE - BUTTONS, this.cy.height() - EDGE - STATUS];
    if (!(w > 0 && h > 0 && width > 0 && height > 0)) return;
    const zoom = Math.max(Math.min(width / w, height / h, NEAREST), this.cy.minZoom());
    const pan = { x: EDGE + (width - w * zoom) / 2 - x1 * zoom, y: EDGE + (height - h * zoom) / 2 - y1 * zoom };
    if (smoothly) this.cy.animate({ zoom, pan, duration: 250 });
    else this.cy.viewport({ zoom, pan });
  }

  zoom(by: number) {
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: this.middle() });
  }

  pan(right: number, down: number) {
    this.cy.panBy({ x: right, y: down });
  }

  /** Move whoever is chosen, as dragging does; was there somebody to move? */
  move(right: number, down: number) {
    const node = this.cy.$("node.person.chosen");
    if (node.empty()) return false;
    node.shift({ x: right, y: down });
    return true;
  }

  private middle() {
    return { x: this.cy.width() / 2, y: this.cy.height() / 2 };
  }

  /** Show or hide the ties of a layer. */
  layer(name: string, shown: boolean) {
    if (shown) this.off.delete(name);
    else this.off.add(name);
    this.cy.batch(() => this.cy.edges(`.${name}`).toggleClass("off", !shown));
    this.focus();
    if (this.alone && this.chosen !== null) this.fit(this.near(this.cy.getElementById(this.chosen)));
  }

  /** A person with those they are tied to, or a department with its people; null ends the choice. */
  choose(id: string | null) {
    this.chosen = id;
    this.focus();
    const node = id === null ? this.cy.collection() : this.cy.getElementById(id);
    document.dispatchEvent(new CustomEvent("map:chosen", { detail: node.nonempty() ? id : null }));
    if (node.empty()) {
      this.say("");
      return;
    }
    const person = this.map.people.find((one) => `p:${one.id}` === id);
    if (person) this.say(this.described(person), person);
    else {
      const inside = node.descendants(".person").length;
      this.say(`${node.data("name") as string} · ${filled(this.words.people, { count: inside })}`);
    }
    this.fit(this.near(node));
  }

  private described(person: Person) {
    const attitudes = (["closeness", "solution_acceptance", "price_acceptance"] as const).map((axis) =>
      person[axis] === null ? "?" : person[axis].toFixed(0),
    );
    return [
      person.name,
      person.title,
      `${SIGNS[person.stance]} ${this.words[person.stance] ?? ""} (${attitudes.join(" / ")})`,
      ...marks(person, this.words),
    ]
      .filter((part) => part)
      .join(" · ");
  }

  private near(node: cytoscape.CollectionReturnValue) {
    if (node.hasClass("department")) {
      const inside = node.union(node.descendants());
      return inside.union(inside.edgesWith(inside).not(".off"));
    }
    const ties = node.connectedEdges().not(".off");
    return node.union(ties).union(ties.connectedNodes());
  }

  /** Fade, or hide, all but what is chosen. */
  private focus() {
    this.light(this.chosen === null ? null : this.cy.getElementById(this.chosen));
  }

  private light(chosen: cytoscape.CollectionReturnValue | null, near = chosen && this.near(chosen)) {
    this.cy.batch(() => {
      this.cy.elements().removeClass("faded gone chosen found near");
      if (!chosen || chosen.empty() || !near) return;
      const shown = near.union(near.ancestors());
      this.cy.elements().not(shown).addClass(this.alone ? "gone" : "faded");
      chosen.addClass("chosen");
      if (chosen.hasClass("person")) near.nodes(".person").addClass("near");
    });
    this.measure(this.cy.nodes(".near"));
  }

  /** Work out how large the names of these are before they are drawn: what was drawn at another size is kept. */
  private measure(some: cytoscape.NodeCollection) {
    some.boundingBox({ useCache: false } as cytoscape.BoundingBoxOptions);
  }

  /** Whose others are hidden; null: nobody is. */
  get only() {
    return this.alone ? this.chosen : null;
  }

  hideOthers(alone: boolean) {
    this.alone = alone;
    this.focus();
    if (this.chosen !== null) this.fit(this.near(this.cy.getElementById(this.chosen)));
  }

  /** Whose name or title holds these words? */
  find(words: string) {
    const wanted = plain(words);
    const found = this.map.people.filter((one) => wanted && plain(`${one.name} ${one.title ?? ""}`).includes(wanted));
    return found.map((one) => one.id);
  }

  /** Mark who was found, and say how many they are; null: nobody was looked for. */
  mark(found: string[] | null) {
    this.focus();
    if (found === null) {
      this.say("");
      return;
    }
    const nodes = this.cy.nodes(".person").filter((node) => found.includes(node.data("of") as string));
    this.cy.batch(() => {
      this.cy.elements(".person, edge").not(nodes).addClass("faded");
      nodes.addClass("found");
    });
    this.measure(nodes);
    this.say(nodes.nonempty() ? filled(this.words.found, { count: nodes.length }) : (this.words.nobody ?? ""));
  }

  /** A way from one of ours, who is not on the map, over people there. */
  path(ids: string[], names: string[], target: string | undefined) {
    this.endPath();
    const way = ids.length || target === undefined ? [...ids] : [target];
    if (target !== undefined && way.at(-1) !== target) way.push(target);
    const first = way.map((id) => this.cy.getElementById(`p:${id}`)).find((node) => node.nonempty());
    if (!first) return;
    this.cy.batch(() => {
      // Ours stand beside the map, the last of them next to it.
      let left = this.cy.nodes(".department, .person").boundingBox().x1;
      const nodes = [...way.entries()].reverse().map(([step, id]) => {
        const there = this.cy.getElementById(`p:${id}`);
        if (there.nonempty()) return there;
        const name = names[step] ?? id;
        const width = 30 + 22 * name.length;
        left -= width + ASIDE;
        const position = { x: left + width / 2, y: first.position().y };
        return this.cy.add({ data: { id: `ours:${step}`, name, width }, classes: "ours", position });
      });
      nodes.reverse();
      let all = this.cy.collection().union(nodes as never);
      nodes.slice(1).forEach((node, step) => {
        const start = nodes[step];
        if (!start) return;
        all = all.union(
          this.cy.add({ data: { id: `path:${step}`, step: step + 1, source: start.id(), target: node.id() }, classes: "path" }),
        );
      });
      this.light(this.cy.getElementById(`p:${way.at(-1) ?? ""}`), all);
      all.nodes().addClass("station");
    });
    this.measure(this.cy.nodes(".station"));
    const shown = this.cy.$(".station, .path");
    const { x1, y1, x2, y2 } = shown.renderedBoundingBox();
    if (x1 < 0 || y1 < 0 || x2 > this.cy.width() || y2 > this.cy.height() || this.cy.zoom() < FAR) {
      this.before = { zoom: this.cy.zoom(), pan: { ...this.cy.pan() } };
      this.fit(shown, false);
    }
    this.say(filled(this.words.path, { names: way.map((id, step) => names[step] ?? this.name(id)).join(" → ") }));
  }

  endPath() {
    if (this.cy.$(".station").empty()) return;
    this.cy.remove(".path, .ours");
    this.cy.$(".station").removeClass("station");
    this.focus();
    if (this.before) this.cy.viewport(this.before);
    this.before = null;
    if (this.chosen === null) this.say("");
  }

  private name(id: string) {
    return this.map.people.find((one) => one.id === id)?.name ?? id;
  }

  /** All that is not hidden as a picture, with cards that can be read. */
  async png() {
    this.cy.elements(".gone").addClass("unpictured");
    this.cy.nodes().removeClass("far farther");
    this.show("card");
    const options = {
      output: "blob-promise" as const,
      full: true,
      scale: 2,
      maxWidth: 8_000,
      maxHeight: 8_000,
      bg: getComputedStyle(this.canvas).backgroundColor,
    };
    // What is drawn for the first time is only then loaded.
    await this.cy.png(options);
    await Promise.all(this.cy.nodes(".person").map((node) => loaded(node.data("picture") as string)));
    const picture = await this.cy.png(options);
    this.cy.elements(".unpictured").removeClass("unpictured");
    this.distance = -1;
    this.sharpen();
    const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" }).format(new Date(`${this.map.as_of}T00:00`));
    return captioned(picture, this.map.account_name, day, palette(), this.words);
  }
}

const loaded = (address: string) => {
  const image = new Image();
  image.src = address;
  return image.decode().catch(() => undefined);
};

const plain = (text: string) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase().trim();

const open = (person: string) => location.assign(`/people/${encodeURIComponent(person)}`);

const elements = (map: AccountMap): cytoscape.ElementDefinition[] => {
  const there = new Set(map.departments.map((one) => one.id));
  const inside = (id: string | null) => (id !== null && there.has(id) ? { parent: `d:${id}` } : {});
  return [
    ...map.departments.map((one) => ({
      data: {
        id: `d:${one.id}`,
        name: one.name,
        width: one.width - 20,
        inner_width: one.width - 60,
        inner_height: one.height - 60,
        ...inside(one.parent_id),
      },
      position: { x: one.x, y: one.y },
      classes: "department far farther",
    })),
    ...map.people.map((one) => ({
      data: { id: `p:${one.id}`, of: one.id, name: one.name, sign: SIGNS[one.stance], named: `${SIGNS[one.stance]} ${one.name.replaceAll(" ", "\n")}`, ...inside(one.department_id) },
      position: { x: one.x, y: one.y },
      classes: `person ${one.stance} ${one.placeholder ? "seat" : ""} ${one.veto || one.approve ? "power" : ""} far farther`,
    })),
    ...map.ties.map((tie, number) => ({
      data: { id: `t:${number}`, source: `p:${tie.from_id}`, target: `p:${tie.to_id}` },
      classes: tie.kind.toLowerCase(),
    })),
  ];
};
