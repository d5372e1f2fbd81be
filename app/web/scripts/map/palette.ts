// The colours of the page's theme, as the canvas needs them: worked out, not `var(--x)`.
import type { Stance } from "./answer";

export interface Palette {
  ground: string;
  surface: string;
  raised: string;
  text: string;
  quiet: string;
  line: string;
  link: string;
  negative: string;
  focus: string;
  stances: Record<Stance, { text: string; ground: string }>;
}

export const palette = (): Palette => {
  const probe = document.createElement("span");
  probe.className = "map-probe";
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const stance = (name: Stance) => ({ text: colour(name), ground: colour(`${name}-ground`) });
  const found: Palette = {
    ground: colour("ground"),
    surface: colour("surface"),
    raised: colour("raised"),
    text: colour("text"),
    quiet: colour("quiet"),
    line: colour("line"),
    link: colour("link"),
    negative: colour("negative"),
    focus: colour("focus"),
    stances: {
      positive: stance("positive"),
      neutral: stance("neutral"),
      negative: stance("negative"),
      unknown: stance("unknown"),
    },
  };
  probe.remove();
  return found;
};

/** Do this whenever the theme becomes another. */
export const onThemeChange = (act: () => void) => {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
  new MutationObserver(act).observe(document.documentElement, { attributeFilter: ["data-theme"] });
};
