// Builds what the browser gets into static/dist: hashed files and a manifest from plain names to hashed ones.
// Run: node static/build.mjs          (no arguments; about a second)
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const src = join(here, "src");
const dist = join(here, "dist");
const icons = join(here, "..", "node_modules", "lucide-static", "icons");

const manifest = {};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await bundle();
await sheet();
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
console.log(`Built ${Object.keys(manifest).length} files into static/dist.`);

async function bundle() {
  const built = await esbuild.build({
    entryPoints: ["app.css", "app.js", "socket.js", "editor.js"].map((name) => join(src, name)),
    outdir: dist,
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    metafile: true,
    legalComments: "none",
    // light-dark() and nesting are used as they are; these are the first browsers that know both.
    target: ["chrome123", "firefox120", "safari17.5"],
    loader: { ".json": "json", ".woff2": "file", ".svg": "file" },
    logLevel: "warning",
  });
  for (const [path, output] of Object.entries(built.metafile.outputs)) {
    if (output.entryPoint) manifest[basename(output.entryPoint)] = basename(path);
    // The layout preloads the two faces every page starts with.
    const font = /(newsreader-latin-opsz-normal|inter-latin-wght-normal)-[^-]+\.woff2$/.exec(path);
    if (font) manifest[`${font[1]}.woff2`] = basename(path);
  }
}

// One sheet with the icons named in icons.json, each a <symbol>; colour and stroke come from the page.
async function sheet() {
  const names = JSON.parse(await readFile(join(src, "icons.json"), "utf8"));
  const symbols = await Promise.all(names.map(symbol));
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  manifest["icons.svg"] = `icons-${hash}.svg`;
  await writeFile(join(dist, manifest["icons.svg"]), text);
}

async function symbol(name) {
  const text = await readFile(join(icons, `${name}.svg`), "utf8").catch(async () => {
    const near = (await readdir(icons)).filter((file) => file.includes(name.split("-")[0])).slice(0, 8);
    throw new Error(`static/src/icons.json names "${name}", which is not an icon. Near: ${near.join(", ")}`);
  });
  const shapes = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(text)[1].replace(/\s*\n\s*/g, "").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}
