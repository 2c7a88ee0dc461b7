import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { spooled } from "@/lib/web/downloads/spool";

const text = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();
const onLinux = process.platform === "linux";

/** The open files of this process that are spools, by the paths that lead to their bytes. */
const openSpools = () =>
  readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).includes("meridian-spool-") ? [`/proc/self/fd/${fd}`] : [];
    } catch {
      return [];
    }
  });

test("what is written is read in its order, whatever the sizes of its pieces", async () => {
  const pieces = [0, 1, 7, 200_000, 3, 0, 131_072, 500_000, 2].map((size, index) => String(index).repeat(size));
  const stream = spooled(async (write) => {
    for (const piece of pieces) await write(Buffer.from(piece));
  });
  expect(await text(stream)).toBe(pieces.join(""));
  expect(await text(spooled(async () => undefined))).toBe("");
});

test("the first bytes are read while the rest is not written yet", async () => {
  let go = () => undefined as void;
  const reader = spooled(async (write) => {
    await write(Buffer.from("first"));
    await new Promise<void>((resolve) => (go = resolve));
    await write(Buffer.from("rest"));
  }).getReader();
  expect(Buffer.from((await reader.read()).value!).toString()).toBe("first");
  go();
  expect(Buffer.from((await reader.read()).value!).toString()).toBe("rest");
  expect((await reader.read()).done).toBe(true);
});

test("the writer never waits for the reader, and what is not read is not in memory", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const piece = Buffer.alloc(64 * 1024, "x");
  const pieces = 300;
  const inMemory = () => (collect(), process.memoryUsage().arrayBuffers);
  const before = inMemory();
  let stream!: ReadableStream<Uint8Array>;
  await new Promise<void>((resolve) => {
    stream = spooled(async (write) => {
      for (let index = 0; index < pieces; index++) await write(piece);
      resolve();
    });
  });
  // What was collected is given back a little later.
  await expect.poll(() => inMemory() - before).toBeLessThan(10 * piece.length);
  expect(await text(stream)).toHaveLength(pieces * piece.length);
});

test("what the writer throws breaks off the reading, after what was written before", async () => {
  const stream = spooled(async (write) => {
    await write(Buffer.from("first"));
    throw new Error("The database went away.");
  });
  const reader = stream.getReader();
  expect((await reader.read()).done).toBe(false);
  await expect(reader.read()).rejects.toThrow("The database went away.");
});

test("a reader who leaves tells the writer, and a write after that is refused", async () => {
  let told: AbortSignal | undefined;
  let go = () => undefined as void;
  const ended = new Promise<unknown>((resolve) => {
    const reader = spooled(async (write, signal) => {
      told = signal;
      await write(Buffer.from("first"));
      await new Promise<void>((next) => (go = next));
      await write(Buffer.alloc(200_000)).then(resolve, resolve);
    }).getReader();
    void reader
      .read()
      .then(() => reader.cancel())
      .then(() => go());
  });
  expect(await ended).toBeInstanceOf(Error);
  expect(told!.aborted).toBe(true);
});

test.runIf(onLinux)("the file has no name, cannot be read by who opens it, and is gone after the reading", async () => {
  const secret = "Ada Byron,ada@example.com";
  const stream = spooled((write) => write(Buffer.from(secret.repeat(1_000))));
  const reader = stream.getReader();
  await reader.read();
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("meridian-spool-"))).toEqual([]);
  const [file] = openSpools();
  expect(readFileSync(file!).length).toBeGreaterThan(secret.length * 1_000);
  expect(readFileSync(file!).includes("Ada")).toBe(false);
  expect((await reader.read()).done).toBe(true);
  expect(openSpools()).toEqual([]);
});

test.runIf(onLinux)("bytes that somebody changed in the file are refused", async () => {
  let stream!: ReadableStream<Uint8Array>;
  await new Promise<void>((resolve) => {
    stream = spooled((write) => write(Buffer.from("amount,100.00")).then(resolve));
  });
  const [file] = openSpools();
  const bytes = readFileSync(file!);
  bytes[bytes.length - 20]! ^= 1;
  writeFileSync(file!, bytes);
  await expect(text(stream)).rejects.toThrow();
});
