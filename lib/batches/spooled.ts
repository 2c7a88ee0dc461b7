import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export type SpooledFile = { path: string; size: number; remove: () => Promise<void> };

/** Puts bytes that can only be read from their start into a file of its own, for a reader that jumps. */
export async function spooled(bytes: AsyncIterable<Uint8Array>): Promise<SpooledFile> {
  const folder = await mkdtemp(path.join(tmpdir(), "meridian-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const file = path.join(folder, "file");
  try {
    return { path: file, size: await write(file, bytes), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function write(file: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const handle = await open(file, "wx", 0o600);
  try {
    for await (const chunk of bytes) await handle.writeFile(chunk);
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
