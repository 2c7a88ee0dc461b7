import { constants, type Stats } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { printOf } from "./folder-steadiness";

/** The file changed while it was read: whoever sends it had only paused. */
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
    if (printOf(await handle.stat()) !== printOf(stats)) throw new StillArriving();
  } finally {
    await handle.close();
  }
}

/** Never through a link, which may lead to what the sender has no right to, and never waiting for the other end of a pipe. */
async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof Error && "code" in error && neverReadable.has(String(error.code))) throw new Unreadable("", { cause: error });
    throw error;
  }
}
