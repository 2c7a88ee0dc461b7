import { linkSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What a file system says that knows no hard links. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/**
 * Makes a file that nobody ever sees half written, whatever ends this process or fills the disk meanwhile.
 * @param {string} file
 * @param {string} content
 * @param {number} [mode]
 * @returns {boolean} false when there is such a file already; it is left as it is
 */
export function createWhole(file, content, mode = 0o600) {
  const unfinished = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    writeFileSync(unfinished, content, { mode, flag: "wx", flush: true });
    linkSync(unfinished, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    return createPlainly(file, content, mode);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} content
 * @param {number} mode
 */
function createPlainly(file, content, mode) {
  try {
    writeFileSync(file, content, { mode, flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * A sentence for a person when an error says that the disk is full, else undefined: which folder, and what to do.
 * @param {unknown} error one of Node's, with a path, or one that quotes PostgreSQL
 * @returns {string | undefined}
 */
export function fullDiskSentence(error) {
  if (!(error instanceof Error)) return undefined;
  const isFull =
    ["ENOSPC", "EDQUOT", "53100"].includes(codeOf(error)) || /No space left on device|ENOSPC/.test(error.message);
  if (!isFull) return fullDiskSentence(error.cause);
  const folder = "path" in error && typeof error.path === "string" ? path.dirname(error.path) : undefined;
  const where = folder ? `${folder} can take nothing more` : "the disk of the database can take nothing more";
  return `The disk is full: ${where}. Free some space there${folder ? ` (df -h ${folder} shows how much is left)` : ""}, then start again; what was there is still there.`;
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
