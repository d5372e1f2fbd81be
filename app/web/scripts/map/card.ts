// A person as a picture: a card to read and, for a map that is seen from afar, one with little more than the name.
import type { Person, Stance, Words } from "./answer";
import type { Palette } from "./palette";

export const WIDTH = 184;
export const HEIGHT = 100;
export const SIGNS: Record<Stance, string> = { positive: "+", neutral: "=", negative: "−", unknown: "?" };

export const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
const measure = document.createElement("canvas").getContext("2d");

/** As XML has it, without what XML cannot hold. */
const escaped = (text: string) =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "�")
    .replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The text, or as much of its beginning as is that wide. */
export const shortened = (text: string, width: number, font: string) => {
  if (!measure) return text;
  measure.font = `${font} ${FONT}`;
  const fits = (part: string) => measure.measureText(part).width <= width;
  if (fits(text)) return text;
  const letters = Array.from(text);
  let [shortest, longest] = [0, letters.length];
  while (shortest < longest) {
    const middle = Math.ceil((shortest + longest) / 2);
    if (fits(`${letters.slice(0, middle).join("")}…`)) shortest = middle;
    else longest = middle - 1;
  }
  return `${letters.slice(0, shortest).join("").trimEnd()}…`;
};

const text = (x: number, y: number, size: number, fill: string, said: string, more = "") =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" ${more}>${escaped(said)}</text>`;

/** The stance by colour, shape and sign. */
const badge = (x: number, y: number, size: number, stance: Stance, colours: Palette) => {
  const { text: ink, ground } = colours.stances[stance];
  const look = `fill="${ground}" stroke="${ink}" stroke-width="1.5"`;
  const shape = {
    positive: `<circle r="10" ${look}/>`,
    neutral: `<rect x="-9" y="-9" width="18" height="18" rx="2" ${look}/>`,
    negative: `<path d="M0-11.5 11.5 0 0 11.5-11.5 0z" ${look}/>`,
    unknown: `<circle r="10" ${look} stroke-dasharray="3 2"/>`,
  }[stance];
  const sign = text(0, 5, 15, ink, SIGNS[stance], 'text-anchor="middle" font-weight="bold"');
  return `<g transform="translate(${x} ${y}) scale(${size})">${shape}${sign}</g>`;
};

const meter = (x: number, label: string, value: number | null, colours: Palette) => {
  const bar = (width: number, more: string) => `<rect x="${x}" y="65" width="${width}" height="7" rx="2" ${more}/>`;
  const drawn =
    value === null
      ? bar(34, `fill="none" stroke="${colours.stances.unknown.text}" stroke-dasharray="2 2"`)
      : bar(34, `fill="${colours.line}"`) + bar(0.34 * value, `fill="${colours.link}"`);
  return text(x, 60, 9, colours.quiet, label) + drawn + text(x + 38, 72, 10, colours.text, value === null ? "?" : value.toFixed(0));
};

/** An attitude as an upright bar: all that can be seen of it from afar. */
const pillar = (x: number, value: number | null, colours: Palette) => {
  const bar = (y: number, height: number, more: string) => `<rect x="${x}" y="${y}" width="9" height="${height}" rx="2" ${more}/>`;
  if (value === null) return bar(58, 34, `fill="none" stroke="${colours.stances.unknown.text}" stroke-width="1.4" stroke-dasharray="3 2"`);
  return bar(58, 34, `fill="${colours.line}"`) + bar(92 - 0.34 * value, 0.34 * value, `fill="${colours.link}"`);
};

/** Powers, and what kind of seat it is. */
export const marks = (person: Person, words: Words) =>
  [
    person.veto && words.veto,
    person.approve && words.approve,
    person.outsider && words.outsider,
    person.placeholder && words.seat,
  ].filter((mark) => typeof mark === "string");

const picture = (person: Person, colours: Palette, inside: string) => {
  const frame = `fill="${person.placeholder ? colours.ground : colours.surface}" stroke="${colours.stances[person.stance].text}"`;
  const dashes = person.placeholder ? 'stroke-dasharray="7 5"' : "";
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * WIDTH}" height="${2 * HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${FONT}">` +
    `<rect x="1" y="1" width="${WIDTH - 2}" height="${HEIGHT - 2}" rx="8" ${frame} stroke-width="1.8" ${dashes}/>${inside}</svg>`;
  // A short address: Cytoscape compares those of all cards whenever a style is applied.
  return URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
};

/** The address of a picture to be read: name, title, three attitudes, powers. */
export const card = (person: Person, colours: Palette, words: Words) => {
  const look = `font-weight="600"${person.placeholder ? ' font-style="italic"' : ""}`;
  const name = (y: number, size: number, said: string) => text(38, y, size, colours.text, said, look);
  const [first, second] = lines(person.name, "600 14px", WIDTH - 48, WIDTH - 48);
  return picture(
    person,
    colours,
    badge(20, 21, 1, person.stance, colours) +
      (second ? name(18, 13, first) + name(32, 13, second) : name(26, 14, first)) +
      text(10, 46, 11, colours.quiet, shortened(person.title ?? "", WIDTH - 20, "11px")) +
      meter(10, words.closeness ?? "", person.closeness, colours) +
      meter(68, words.solution ?? "", person.solution_acceptance, colours) +
      meter(126, words.price ?? "", person.price_acceptance, colours) +
      text(10, 91, 10, colours.text, marks(person, words).join(" · "), 'font-weight="600"'),
  );
};

/** From afar: the name in large letters, the stance, the powers, and the attitudes without figures. */
export const sketch = (person: Person, colours: Palette, words: Words) => {
  const [first, second] = lines(person.name, "600 21px", WIDTH - 20, 86);
  return picture(
    person,
    colours,
    badge(28, 72, 1.7, person.stance, colours) +
      text(10, 28, 21, colours.text, first, 'font-weight="600"') +
      (second ? text(52, 58, 21, colours.text, second, 'font-weight="600"') : "") +
      text(52, 86, 18, colours.text, shortened(marks(person, words).join(" · "), 86, "18px")) +
      pillar(141, person.closeness, colours) +
      pillar(154, person.solution_acceptance, colours) +
      pillar(167, person.price_acceptance, colours),
  );
};

/** A name in two lines, broken at a space where there is one. */
const lines = (name: string, font: string, width: number, widthOfSecond: number): [string, string] => {
  const whole = shortened(name, width, font);
  if (whole === name) return [name, ""];
  const words = name.split(" ");
  let count = words.length - 1;
  while (count > 0) {
    const first = words.slice(0, count).join(" ");
    if (shortened(first, width, font) === first) return [first, shortened(words.slice(count).join(" "), widthOfSecond, font)];
    count -= 1;
  }
  return [whole, ""];
};
