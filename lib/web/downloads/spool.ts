import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** Adds bytes to a spool; settles when they are in memory or on disk, read or not. */
type Write = (bytes: Uint8Array) => Promise<void>;

const algorithm = "aes-256-gcm";
const tagBytes = 16;
const lengthBytes = 4;
const frameBytes = 128 * 1024;
/** A reader who takes nothing for so long has left, though the network has not noticed. */
const unreadMs = 60 * 60_000;

/**
 * What `fill` writes, to be read at any pace: it goes through a file, so that `fill` never waits for the reader. The
 * first bytes can be read at once. The file is sealed by a key that only this process's memory holds, and has no name:
 * however the process ends, nothing of it stays.
 * @param fill starts at once; `signal` tells it that nobody reads any more. When it throws, so does the reading
 */
export function spooled(fill: (write: Write, signal: AbortSignal) => Promise<void>): ReadableStream<Uint8Array> {
  const leaving = new AbortController();
  let spool: Spool;
  let patience: NodeJS.Timeout;
  const leave = async () => {
    clearTimeout(patience);
    leaving.abort();
    await spool.close();
  };
  return new ReadableStream(
    {
      async start(controller) {
        spool = await Spool.open();
        void spool.filledBy((write) => fill(write, leaving.signal));
        patience = setTimeout(() => {
          controller.error(new Error("Nobody has read the spool for an hour."));
          void leave();
        }, unreadMs).unref();
      },
      async pull(controller) {
        patience.refresh();
        const bytes = await spool.read().catch(async (error: unknown) => {
          await leave();
          throw error;
        });
        if (bytes) return controller.enqueue(bytes);
        await leave();
        controller.close();
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
}

/** Frames one after the other, each its length, its sealed bytes and its tag; the number of a frame is its nonce. */
class Spool {
  #file: FileHandle;
  #key = randomBytes(32);
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  #written = 0;
  #read = 0;
  #writeAt = 0;
  #readAt = 0;
  #end: "open" | "whole" | { error: unknown } = "open";
  #wake: () => void = () => undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(): Promise<Spool> {
    const place = path.join(tmpdir(), `meridian-spool-${randomBytes(12).toString("hex")}`);
    const file = await open(place, "wx+", 0o600);
    await unlink(place);
    return new Spool(file);
  }

  async filledBy(fill: (write: Write) => Promise<void>): Promise<void> {
    try {
      await fill((bytes) => this.#add(bytes));
      await this.#flush();
      this.#end = "whole";
    } catch (error) {
      this.#end = { error };
    }
    this.#wake();
  }

  /** The next bytes, waiting until there are some; null after the last ones. @throws what the filling threw */
  async read(): Promise<Uint8Array | null> {
    while (this.#read === this.#written) {
      if (this.#end === "whole") return null;
      if (this.#end !== "open") throw this.#end.error;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const length = (await this.#bytesAt(this.#readAt, lengthBytes)).readUInt32BE();
    const sealed = await this.#bytesAt(this.#readAt + lengthBytes, length);
    this.#readAt += lengthBytes + length;
    const decipher = createDecipheriv(algorithm, this.#key, nonce(this.#read++));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const bytes = decipher.update(sealed.subarray(0, -tagBytes));
    // Nothing more comes of it: it throws where the frame is not what was written.
    decipher.final();
    return bytes;
  }

  /** The file is gone with it. */
  async close(): Promise<void> {
    await this.#file.close();
  }

  async #add(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes);
    this.#pieceBytes += bytes.length;
    // The first bytes are not kept waiting for more.
    if (this.#pieceBytes >= frameBytes || this.#written === 0) await this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#pieceBytes === 0) return;
    const cipher = createCipheriv(algorithm, this.#key, nonce(this.#written));
    const sealed = this.#pieces.map((piece) => cipher.update(piece));
    cipher.final();
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32BE(this.#pieceBytes + tagBytes);
    const frame = Buffer.concat([length, ...sealed, cipher.getAuthTag()]);
    this.#pieces = [];
    this.#pieceBytes = 0;
    for (let done = 0; done < frame.length; )
      done += (await this.#file.write(frame, done, frame.length - done, this.#writeAt + done)).bytesWritten;
    this.#writeAt += frame.length;
    this.#written++;
    this.#wake();
  }

  async #bytesAt(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.#file.read(bytes, done, length - done, position + done);
      if (bytesRead === 0) throw new Error("The spool is shorter than what was written.");
      done += bytesRead;
    }
    return bytes;
  }
}

function nonce(frame: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(frame, 6, 6);
  return bytes;
}
