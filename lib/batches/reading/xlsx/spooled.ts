import { randomUUID } from "node:crypto";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Puts bytes that can only be read from their start into a file of its own, for a reader that jumps. It has lost its
 * name before the first byte is written, so it is gone once it is closed, and when this process dies, however that
 * happens. Node opens files so that this holds on Windows too.
 */
export async function spooled(bytes: AsyncIterable<Uint8Array>): Promise<FileHandle> {
  const name = path.join(tmpdir(), `meridian-${randomUUID()}`);
  const file = await open(name, "wx+", 0o600);
  try {
    await unlink(name);
    for await (const chunk of bytes) await file.writeFile(chunk);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
