import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startChild } from "@/scripts/run/child";
import { keepRunning, type Kept } from "@/scripts/run/keep-running";

let folder: string;
let log: string;
let kept: Kept | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "meridian-kept-"));
  log = path.join(folder, "starts");
  writeFileSync(log, "");
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(async () => {
  await kept?.stop();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A real program that notes its start with its number, and then does what is asked. */
const program = (then: string) => () =>
  startChild(["-e", `require("node:fs").appendFileSync(${JSON.stringify(log)}, process.pid + "\\n"); ${then}`]);
const starts = () => readFileSync(log, "utf8").split("\n").filter(Boolean).map(Number);
const quickly = { name: "portal", firstPauseMs: 5, longestPauseMs: 20 };
const patience = { timeout: 30_000, interval: 20 };

test("a program that is killed is started again", async () => {
  kept = keepRunning(program("setInterval(() => {}, 1000)"), quickly);
  for (let lives = 1; lives <= 3; lives++) {
    await expect.poll(() => starts().length, patience).toBe(lives);
    process.kill(starts().at(-1)!, "SIGKILL");
  }
  await expect.poll(() => starts().length, patience).toBe(4);
}, 60_000);

test("one that dies at once is given up after so many deaths in a row, and not before", async () => {
  kept = keepRunning(program("process.exit(7)"), { ...quickly, deathsInARow: 3 });
  expect(await kept.givenUp).toBe(7);
  expect(starts()).toHaveLength(3);
}, 60_000);

test("a good run in between counts the deaths anew", async () => {
  kept = keepRunning(program("process.exit(7)"), { ...quickly, deathsInARow: 2, goodRunMs: -1 });
  await expect.poll(() => starts().length, patience).toBeGreaterThan(4);
}, 60_000);

test("one that is stopped stays stopped", async () => {
  kept = keepRunning(program("setInterval(() => {}, 1000)"), quickly);
  await expect.poll(() => starts().length, patience).toBe(1);
  await kept.stop();
  expect(starts()).toHaveLength(1);
}, 60_000);
