// Bundles what the pages run in the browser: `built/app.js` for every page, `built/map.js` for the map and its library, and
// one each for pages that need more than htmx.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["scripts/app.ts", "scripts/map.ts", "scripts/what_if.ts", "scripts/import.ts"],
  outdir: "built",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  legalComments: "linked",
  target: "es2022",
  logLevel: "warning",
});
