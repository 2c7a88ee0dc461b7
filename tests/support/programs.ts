import { pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";

/** What tests start as processes of their own, by the file that each is made of. */
const programs = { import: "scripts/import.ts", worker: "lib/worker/main.ts" };

/** A program finds the files beside its sources, wherever its one file lies. */
const ownPlaces: Plugin = {
  name: "own-places",
  enforce: "pre",
  transform: (code, id) =>
    code.includes("import.meta.url")
      ? code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href))
      : null,
};

/**
 * Puts each program into a file of its own in this folder, which must lie within the project. Node starts that in a
 * third of the time it takes to compile every source anew, and tests start some sixty.
 */
export async function bundlePrograms(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: { "@": process.cwd() } },
    plugins: [ownPlaces],
    ssr: { external: true },
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      rollupOptions: { input: programs, output: { entryFileNames: "[name].mjs" } },
    },
  });
}
