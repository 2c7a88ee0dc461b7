import { expect, test } from "./portal";

test("a monitor sees without signing in that the portal is alive and ready, and when a worker last reported", async ({
  request,
}) => {
  // The worker's first heartbeat may not have arrived yet.
  await expect.poll(async () => (await (await request.get("/api/health")).json()).worker.alive).toBe(true);
  const answer = await request.get("/api/health");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["cache-control"]).toBe("no-store");
  const { worker, ...portal } = await answer.json();
  expect(portal).toEqual({ live: true, ready: true });
  expect(Date.now() - Date.parse(worker.lastBeatAt)).toBeLessThan(60_000);
  expect((await request.head("/api/health")).status()).toBe(200);
});
