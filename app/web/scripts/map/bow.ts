// A line between two cards that would vanish beneath a third is bowed round it (as `app/web/map_drawing.py` does).
import { HEIGHT, WIDTH } from "./card";

interface Point {
  x: number;
  y: number;
}

const CLEAR = 8; // pixels between a line and a card
const STEP = 24;
const MOST = 20 * STEP;
const PARTS = 32;

/** How far aside the control point of a curve must be, so that it meets none of the others; 0: straight, or no way round. */
export const bow = (start: Point, end: Point, others: Point[]) => {
  const reach = MOST / 2;
  const near = others.filter(
    ({ x, y }) =>
      Math.min(start.x, end.x) - WIDTH - reach < x && x < Math.max(start.x, end.x) + WIDTH + reach &&
      Math.min(start.y, end.y) - HEIGHT - reach < y && y < Math.max(start.y, end.y) + HEIGHT + reach,
  );
  const free = (by: number) => points(start, end, by).every((at) => !near.some((other) => within(at, other)));
  for (let by = 0; by <= MOST; by += STEP) {
    if (free(by)) return by;
    if (free(-by)) return -by;
  }
  return 0;
};

const within = (at: Point, card: Point) =>
  Math.abs(at.x - card.x) < WIDTH / 2 + CLEAR && Math.abs(at.y - card.y) < HEIGHT / 2 + CLEAR;

/** Along the curve from the border of one card to that of the other, both towards the control point. */
const points = (start: Point, end: Point, by: number) => {
  const [right, down] = [end.x - start.x, end.y - start.y];
  const aside = by / (Math.hypot(right, down) || 1);
  const bend = { x: (start.x + end.x) / 2 - down * aside, y: (start.y + end.y) / 2 + right * aside };
  const [from, to] = [border(start, bend), border(end, bend)];
  return Array.from({ length: PARTS + 1 }, (_, part) => {
    const t = part / PARTS;
    const along = (axis: "x" | "y") => (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * bend[axis] + t ** 2 * to[axis];
    return { x: along("x"), y: along("y") };
  });
};

const border = (card: Point, towards: Point) => {
  const [right, down] = [towards.x - card.x, towards.y - card.y];
  const part = Math.min(WIDTH / 2 / Math.abs(right), HEIGHT / 2 / Math.abs(down), 1);
  return { x: card.x + right * part, y: card.y + down * part };
};
