import { setImmediate } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { backoffMs } from "@/lib/queue";
import { serveQueue } from "@/lib/worker/loop";

let stop = new AbortController();
afterEach(() => {
  stop.abort();
  stop = new AbortController();
});

const neverMs = 2 ** 30;

/** A queue with `due` items that counts how often it was checked. */
function queueOf(due: number) {
  const seen = { due, looks: 0 };
  const work = async () => {
    seen.looks++;
    return seen.due > 0 ? (seen.due--, 1) : 0;
  };
  return { seen, queue: { slots: 1, pollMs: neverMs, open: () => true, work } };
}

test("a queue is worked on until nothing is due, and then left alone until it is woken", async () => {
  const { seen, queue } = queueOf(3);
  const served = serveQueue("test", queue, stop.signal);
  await expect.poll(() => seen).toEqual({ due: 0, looks: 4 });
  seen.due = 2;
  served.wake();
  await expect.poll(() => seen).toEqual({ due: 0, looks: 7 });
});

test("a wake-up during the last item is not lost", async () => {
  let looks = 0;
  const work = async () => {
    await setImmediate();
    if (++looks === 1) served.wake();
    return 0;
  };
  const served = serveQueue("test", { slots: 1, pollMs: neverMs, open: () => true, work }, stop.signal);
  await expect.poll(() => looks).toBe(2);
});

test("an error does not stop the queue, and is logged without its message", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue(undefined);
  const work = () => Promise.reject(new Error("ada@example.com could not be read"));
  const served = serveQueue("test", { slots: 1, pollMs: neverMs, open: () => true, work }, stop.signal);
  await expect.poll(() => log.mock.calls.length).toBe(1);
  expect(String(log.mock.calls[0])).toContain("worker test");
  expect(String(log.mock.calls[0])).not.toContain("ada@example.com");
  stop.abort();
  await expect(served.ended).resolves.toBeDefined();
  log.mockRestore();
});

test("a stopped queue finishes its current item and takes no more", async () => {
  let finish = () => {};
  let looks = 0;
  const work = () => new Promise<number>((resolve) => (looks++, (finish = () => resolve(1))));
  const served = serveQueue("test", { slots: 1, pollMs: neverMs, open: () => true, work }, stop.signal);
  stop.abort();
  finish();
  await served.ended;
  expect(looks).toBe(1);
});

test("the wait after each try doubles from a minute to six hours, and randomness only lengthens it", () => {
  expect([1, 2, 3, 9, 10, 50].map((attempts) => backoffMs(attempts, 0) / 60_000)).toEqual([1, 2, 4, 256, 360, 360]);
  expect(backoffMs(1, 1)).toBe(75_000);
});
