// Bundles what the pages run in the browser: `built/app.js` for every page, `built/map.js` for the map and its library.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["scripts/app.ts", "scripts/map.ts"],
  outdir: "built",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  legalComments: "linked",
  target: "es2022",
  logLevel: "warning",
});
