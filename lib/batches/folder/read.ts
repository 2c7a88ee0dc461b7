import { createHash } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { env } from "@/lib/env";
import { looksComplete, headBytes, tailBytes } from "@/lib/batches/reading/format";
import { folderPrintOf, type FileSettling } from "./settling";

/** The file changed while it was read: its sender had only paused. */
export class StillArriving extends Error {
  override name = "StillArriving";
}

/** Nothing will make this file readable: it may not be opened, or is not a file at all. */
export class Unreadable extends Error {
  override name = "Unreadable";
}

const neverReadable = new Set(["EACCES", "EPERM", "ELOOP", "ENXIO", "EISDIR"]);
const bytesPerRead = 256 * 1024;

/**
 * The bytes of a file that looked like `stats`.
 * @throws StillArriving after the last byte when it no longer does; Unreadable
 */
export async function* bytesOf(file: string, stats: Stats): AsyncGenerator<Buffer> {
  const handle = await openFile(file);
  try {
    if (!(await handle.stat()).isFile()) throw new Unreadable();
    for (let position = 0; ; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(bytesPerRead), 0, bytesPerRead, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    if (folderPrintOf(await handle.stat()) !== folderPrintOf(stats)) throw new StillArriving();
  } finally {
    await handle.close();
  }
}

/**
 * Whether a file that looks like `stats` counts as complete. No sender says when a file is: it has to stay unchanged for a
 * while, and far longer when its end looks cut off.
 */
export async function isComplete(file: Buffer | string, stats: Stats, settling: FileSettling): Promise<boolean> {
  const { IMPORT_SETTLE_MS, IMPORT_OPEN_END_MS } = env();
  const unchangedMs = settling.unchangedMs(stats);
  if (unchangedMs < IMPORT_SETTLE_MS) return false;
  return unchangedMs >= IMPORT_OPEN_END_MS || !stats.isFile() || endsComplete(file, stats);
}

async function endsComplete(file: Buffer | string, { size }: Stats): Promise<boolean> {
  try {
    const handle = await openFile(file);
    try {
      const part = async (length: number, position: number) =>
        (await handle.read(Buffer.alloc(length), 0, length, position)).buffer;
      const tail = Math.min(size, tailBytes);
      return looksComplete(await part(Math.min(size, headBytes), 0), await part(tail, size - tail), size);
    } finally {
      await handle.close();
    }
  } catch (error) {
    // There is nothing to wait for: the file is refused for that.
    if (error instanceof Unreadable) return true;
    if (isGone(error)) return false;
    throw error;
  }
}

/** The sender removed it. */
export const isGone = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/**
 * The SHA-256 of a file that looked like `stats`, hex.
 * @throws StillArriving, Unreadable
 */
export async function sha256Of(file: string, stats: Stats): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of bytesOf(file, stats)) hash.update(bytes);
  return hash.digest("hex");
}

/**
 * Never through a link, which may lead to what the sender has no right to read, and never waiting for the other end of
 * a pipe.
 */
async function openFile(file: Buffer | string): Promise<FileHandle> {
  try {
    return await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof Error && "code" in error && neverReadable.has(String(error.code)))
      throw new Unreadable("", { cause: error });
    throw error;
  }
}
