// Where people stand: what somebody drags is stored for everyone, and can be undone.
import type cytoscape from "cytoscape";
import { filled, type Words } from "./answer";

export type Places = Map<string, { x: number; y: number }>;

const SOON = 400; // milliseconds after the last move
const AGAIN = 5_000;

export class Keeper {
  private kept: Places;
  private readonly earlier: Places[] = [];
  private waiting: Places = new Map();
  private timer = 0;

  constructor(
    private readonly cy: cytoscape.Core,
    private readonly address: string,
    private readonly token: string,
    private readonly words: Words,
    private readonly say: (text: string) => void,
    private readonly changed: (undoable: boolean) => void,
  ) {
    this.kept = this.shown();
    addEventListener("pagehide", () => void this.store(true));
    addEventListener("online", () => void this.store());
  }

  /** Note what has moved since, and store it soon. */
  note() {
    const now = this.shown();
    const moved = [...now].filter(([id, place]) => {
      const before = this.kept.get(id);
      return !before || Math.abs(before.x - place.x) + Math.abs(before.y - place.y) > 0.5;
    });
    if (!moved.length) return;
    this.remember(new Map(moved.map(([id, place]) => [id, this.kept.get(id) ?? place])));
    this.later(new Map(moved));
  }

  /** Put those whom the last move moved back to where they were. */
  undo() {
    const before = this.takeBack();
    if (!before) return;
    this.later(before);
    this.say(this.words.undone ?? "");
  }

  /** Forget all places; answers whether that was done. */
  async forget() {
    clearTimeout(this.timer);
    this.waiting.clear();
    const done = (await this.send("DELETE")) === "done";
    if (done) this.remember(new Map(this.kept));
    return done;
  }

  /** These are the places now, as the server says. */
  accept(places: Places) {
    this.put(places);
    this.kept = this.shown();
  }

  private takeBack() {
    const before = this.earlier.pop();
    if (before) {
      this.put(before);
      this.kept = this.shown();
      this.changed(this.earlier.length > 0);
    }
    return before;
  }

  private remember(before: Places) {
    this.earlier.push(before);
    this.changed(true);
  }

  private later(moved: Places) {
    for (const [id, place] of moved) {
      this.waiting.set(id, place);
      this.kept.set(id, place);
    }
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.store(), SOON);
  }

  private async store(leaving = false) {
    if (!this.waiting.size) return;
    clearTimeout(this.timer);
    const sent = this.waiting;
    this.waiting = new Map();
    const positions = [...sent].map(([person_id, place]) => ({ person_id, ...place }));
    const outcome = await this.send("PUT", { positions }, leaving);
    if (outcome === "done") this.say(this.words.stored ?? "");
    if (outcome === "refused") this.takeBack();
    if (outcome === "away") {
      this.waiting = new Map([...sent, ...this.waiting]);
      this.timer = window.setTimeout(() => void this.store(), AGAIN);
    }
  }

  /** What is refused is not tried again. */
  private async send(method: "PUT" | "DELETE", body?: unknown, keepalive = false): Promise<"done" | "refused" | "away"> {
    const headers: Record<string, string> = { "X-CSRF-Token": this.token };
    if (body) headers["Content-Type"] = "application/json";
    try {
      const answer = await fetch(this.address, { method, headers, keepalive, ...(body ? { body: JSON.stringify(body) } : {}) });
      if (answer.ok) return "done";
      if (answer.status < 500) {
        const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
        this.say(filled(this.words.refused, {}) + (problem.detail ?? answer.statusText));
        return "refused";
      }
    } catch {
      // Nobody answered.
    }
    this.say(this.words.not_stored ?? "");
    return "away";
  }

  private shown(): Places {
    return new Map(this.cy.nodes(".person").map((node) => [node.data("of") as string, { ...node.position() }]));
  }

  private put(places: Places) {
    this.cy.batch(() => {
      for (const [id, place] of places) this.cy.getElementById(`p:${id}`).position({ ...place });
    });
  }
}
