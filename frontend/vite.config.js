// Builds what the pages load. django-vite reads the manifest; nothing is loaded from another host.
import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

const OUTLINE = new URL("node_modules/@tabler/icons/icons/outline/", import.meta.url);

/** One sprite of the icons named in icons.txt: `<use href="…/icons.svg#i-clock">` needs no inline style or script. */
function iconSprite() {
  const names = readFileSync(new URL("icons.txt", import.meta.url), "utf-8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
  return {
    name: "gasloop-icon-sprite",
    generateBundle() {
      const symbols = names.map((name) => {
        const svg = readFileSync(new URL(`${name}.svg`, OUTLINE), "utf-8");
        const paths = [...svg.matchAll(/<path[^>]*\/>/g)].map((m) => m[0]).filter((p) => !p.includes('d="M0 0h24v24H0z"'));
        return (
          `<symbol id="i-${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ` +
          `stroke-linecap="round" stroke-linejoin="round">${paths.join("")}</symbol>`
        );
      });
      const source = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
      this.emitFile({ type: "asset", fileName: "icons.svg", source });
    },
  };
}

export default defineConfig({
  base: "/static/dist/",
  plugins: [iconSprite()],
  build: {
    outDir: "../src/gasloop/shell/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "chrome110",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["src/shell.ts"] },
  },
});
