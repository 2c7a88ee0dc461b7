import { pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";

/** The programs that tests start as separate processes, with the source file of each. */
const programs = { import: "scripts/import.ts", worker: "lib/worker/main.ts" };

/** A program finds the files beside its sources, wherever its bundle is. */
const ownPlaces: Plugin = {
  name: "own-places",
  enforce: "pre",
  transform: (code, id) =>
    code.includes("import.meta.url")
      ? code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href))
      : null,
};

/**
 * Bundles each program into one file in this folder, which must be within the project. Node starts a bundle in a third
 * of the time that compiling every source takes, and tests start some sixty.
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
