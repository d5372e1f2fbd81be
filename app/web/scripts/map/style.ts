// How the map is drawn: layers are told apart by dashes and arrows, not by their colour alone.
import type cytoscape from "cytoscape";
import type { Stance } from "./answer";
import { HEIGHT, WIDTH } from "./card";
import type { Palette } from "./palette";

// A node without a picture would change its style each time that it is drawn (Cytoscape 3.34 counts the pictures of one
// that has `none` differently before and after it), and be drawn anew in each frame.
const BLANK = URL.createObjectURL(new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'], { type: "image/svg+xml" }));

const SHAPES = { positive: "ellipse", neutral: "rectangle", negative: "diamond", unknown: "ellipse" } as const;
const STANCES = Object.keys(SHAPES) as Stance[];

export const style = (colours: Palette): cytoscape.StylesheetJson => [
  { selector: "node", style: { "background-image": BLANK } },
  {
    selector: "node.person",
    style: {
      shape: "round-rectangle",
      width: WIDTH,
      height: HEIGHT,
      "background-opacity": 0,
      "background-image": "data(picture)",
      "background-width": "100%",
      "background-height": "100%",
      "overlay-opacity": 0,
      "z-index": 2,
    },
  },
  // Farther than a picture can be read: the stance in the shape, colour and sign of the cards; a thick edge is a power.
  {
    selector: "node.person.farther",
    style: {
      "background-image": BLANK,
      "background-opacity": 1,
      "border-width": 6,
      label: "data(sign)",
      "text-wrap": "wrap",
      "font-size": 90,
      "font-weight": 700,
      "text-valign": "center",
      "text-halign": "center",
    },
  },
  ...STANCES.map((stance) => ({
    selector: `node.person.farther.${stance}`,
    style: {
      shape: SHAPES[stance],
      color: colours.stances[stance].text,
      "background-color": colours.stances[stance].ground,
      "border-color": colours.stances[stance].text,
      "border-style": stance === "unknown" ? ("dashed" as const) : ("solid" as const),
    },
  })),
  { selector: "node.person.farther.power", style: { "border-width": 18 } },
  // Whoever is looked for, chosen or tied to the one chosen, or on a path, is named all the same, after the sign.
  {
    selector: "node.person.farther.found, node.person.farther.station, node.person.farther.near",
    style: {
      label: "data(named)",
      color: colours.text,
      "font-size": 70,
      "text-background-color": colours.surface,
      "text-background-opacity": 0.9,
      "text-background-padding": "4px",
      "z-index": 5,
    },
  },
  // Neighbours may stand side by side; what they are seen as shows between the letters.
  {
    selector: "node.person.farther.near",
    style: {
      "font-size": 46,
      "text-background-opacity": 0,
      "text-outline-color": colours.surface,
      "text-outline-width": 6,
    },
  },
  { selector: "node.person.farther.seat", style: { "border-style": "dashed", "background-opacity": 0.3 } },
  {
    selector: "node.department",
    style: {
      shape: "round-rectangle",
      "background-color": colours.raised,
      "background-opacity": 0.6,
      "border-width": 1,
      "border-color": colours.line,
      padding: "30px",
      label: "data(name)",
      color: colours.text,
      "font-size": 15,
      "font-weight": 600,
      "text-valign": "top",
      "text-halign": "center",
      "text-margin-y": 24,
      "text-max-width": "data(width)",
      "text-wrap": "ellipsis",
      "compound-sizing-wrt-labels": "exclude",
      "overlay-opacity": 0,
    },
  },
  { selector: "node.department.far", style: { "font-size": 20, "text-margin-y": 27 } },
  { selector: "node.department.farther", style: { "font-size": 50, "text-margin-y": 14 } },
  { selector: "node.department:childless", style: { width: "data(inner_width)", height: "data(inner_height)" } },
  {
    selector: "node.ours",
    style: {
      shape: "round-rectangle",
      width: "data(width)",
      height: 60,
      label: "data(name)",
      "font-size": 22,
      "font-weight": 600,
      "text-valign": "center",
      color: colours.surface,
      "background-color": colours.focus,
      "z-index": 4,
    },
  },
  {
    selector: "edge",
    style: {
      "curve-style": "bezier",
      "control-point-step-size": 24,
      width: 1.6,
      "arrow-scale": 1.2,
      "overlay-opacity": 0,
      "z-index": 1,
    },
  },
  {
    selector: "edge.reports_to",
    style: { "line-color": colours.quiet, "target-arrow-color": colours.quiet, "target-arrow-shape": "triangle", "target-arrow-fill": "hollow" },
  },
  {
    selector: "edge.influences",
    style: {
      width: 2,
      "line-style": "dashed",
      "line-dash-pattern": [9, 4],
      "line-color": colours.link,
      "target-arrow-color": colours.link,
      "target-arrow-shape": "triangle",
    },
  },
  {
    selector: "edge.conflicts_with",
    style: {
      width: 2.6,
      "line-style": "dashed",
      "line-dash-pattern": [3, 3],
      "line-color": colours.negative,
      "target-arrow-color": colours.negative,
      "source-arrow-color": colours.negative,
      "target-arrow-shape": "tee",
      "source-arrow-shape": "tee",
    },
  },
  { selector: "edge.knows", style: { width: 2, "line-style": "dotted", "line-color": colours.quiet } },
  {
    selector: "edge.bowed",
    style: {
      "curve-style": "unbundled-bezier",
      "edge-distances": "node-position",
      "control-point-distances": "data(bow)",
      "control-point-weights": [0.5],
    },
  },
  { selector: "edge.many", style: { opacity: 0.55 } },
  { selector: "edge.off", style: { display: "none" } },
  // A box would fade all that is inside with it.
  { selector: "node.person.faded, edge.faded", style: { opacity: 0.2 } },
  { selector: "node.department.faded", style: { "background-opacity": 0.25, "text-opacity": 0.4 } },
  { selector: ".gone.unpictured", style: { display: "none" } },
  { selector: ".gone", style: { visibility: "hidden" } },
  {
    selector: "node.person.chosen, node.person.found",
    style: { "outline-width": 5, "outline-color": colours.focus, "outline-offset": 2 },
  },
  { selector: "node.department.chosen", style: { "border-width": 4, "border-color": colours.focus } },
  {
    selector: "edge.path",
    style: {
      display: "element",
      // Bowed, so that nobody in between seems to be on the way, and a way back is another line.
      "curve-style": "unbundled-bezier",
      "control-point-distances": [70],
      "control-point-weights": [0.5],
      label: "data(step)",
      "font-size": 30,
      "font-weight": 700,
      color: colours.surface,
      "text-background-color": colours.focus,
      "text-background-opacity": 1,
      "text-background-shape": "roundrectangle",
      "text-background-padding": "6px",
      width: 7,
      "line-style": "solid",
      "line-color": colours.focus,
      "target-arrow-color": colours.focus,
      "target-arrow-shape": "triangle",
      "arrow-scale": 1.6,
      "z-index": 3,
      "z-index-compare": "manual",
    },
  },
];
