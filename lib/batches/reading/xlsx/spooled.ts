import { randomUUID } from "node:crypto";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Writes bytes that can only be read from their start into a temporary file, for a reader that jumps. The file's name is
 * removed before the first byte is written, so the file is gone once it is closed or this process has ended, however
 * that happens. Node opens files so that this is true on Windows too.
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
