import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { identityOf } from "@/db/embedded/identity.mjs";
import { withLock } from "@/db/embedded/lock.mjs";
import { createWhole, fullDiskSentence } from "@/db/embedded/whole-file.mjs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "meridian-lock-"));
  file = path.join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

const me = identityOf(process.pid);
const torn = fc.integer({ min: 0, max: me.length - 1 }).map((length) => me.slice(0, length));
const foreign = fc.oneof(fc.string(), fc.uint8Array(), fc.nat().map(String), fc.constant("1 1"), torn);

test("whatever a lock file says that no process stands behind, it never holds anybody up", async () => {
  await fc.assert(
    fc.asyncProperty(foreign, async (content) => {
      writeFileSync(file, content);
      expect(await withLock(file, async () => readFileSync(file, "utf8"))).toBe(me);
      expect(readdirSync(folder)).toEqual([]);
    }),
  );
});

test("a folder in the place of a lock is moved aside with all that is in it", async () => {
  mkdirSync(file);
  writeFileSync(path.join(file, "kept"), "");
  await withLock(file, async () => undefined);
  const [aside] = readdirSync(folder);
  expect(readdirSync(path.join(folder, aside!))).toEqual(["kept"]);
});

test("of many who find the same dead lock, one works at a time, and each gets its turn", async () => {
  let inside = 0;
  let most = 0;
  let turns = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise(setImmediate);
    inside--;
    turns++;
  };
  // Who removes a dead lock must never meet the lock that another one has made since; that takes many tries to happen.
  for (let round = 0; round < 5; round++) {
    writeFileSync(file, "");
    await Promise.all(Array.from({ length: 12 }, () => withLock(file, work)));
  }
  expect({ most, turns }).toEqual({ most: 1, turns: 60 });
});

test("a lock whose process runs is waited for, and taken over once it has ended", async () => {
  const holder = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(holder, "spawn");
  createWhole(file, identityOf(holder.pid!));
  const order: string[] = [];
  holder.on("exit", () => order.push("it ended"));
  const taken = withLock(file, async () => order.push("the next got it"));
  holder.kill("SIGKILL");
  await taken;
  expect(order).toEqual(["it ended", "the next got it"]);
});

test("a full disk is told with its folder and what to do, whoever met it", () => {
  const ours = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
    path: "/srv/meridian/.data/build.lock.1",
  });
  expect(fullDiskSentence(ours)).toBe(
    "The disk is full: /srv/meridian/.data can take nothing more. Free some space there (df -h /srv/meridian/.data shows how much is left), then start again; what was there is still there.",
  );
  expect(fullDiskSentence(new Error("wrapped", { cause: ours }))).toBe(fullDiskSentence(ours));
  const theirs = new Error('could not extend file "base/1/2": No space left on device');
  expect(fullDiskSentence(theirs)).toMatch(/^The disk is full: the disk of the database can take nothing more\./);
  expect(fullDiskSentence(new Error("anything else"))).toBeUndefined();
});
