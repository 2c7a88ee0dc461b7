import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { closeDb, databaseStanding, db } from "@/db/client";
import { workerHealthSoon } from "@/lib/worker/beat";
import { useDatabase } from "@/tests/support/database";

const url = new URL(useDatabase());

/** Stands between this process and the database, and can be cut: what passes through it then gets no answer. */
async function relay() {
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((near) => {
    const far = connect({ host: url.hostname, port: Number(url.port) });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (chunk) => void (silent || to.write(chunk)));
      from.on("close", () => to.destroy());
      from.on("error", () => to.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    silence: (on: boolean) => (silent = on),
    async refuse() {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
    listenAgain: () => once(server.listen(port, "127.0.0.1"), "listening"),
  };
}

let between: Awaited<ReturnType<typeof relay>>;
beforeEach(async () => {
  await closeDb();
  between = await relay();
  const through = new URL(url);
  through.port = String(between.port);
  vi.stubEnv("DATABASE_URL", through.href);
  vi.stubEnv("DATABASE_POOL_SIZE", "2");
});
afterEach(async () => {
  await closeDb();
  await between.refuse().catch(() => undefined);
  vi.unstubAllEnvs();
});

/** How the database stands, and that it was told within a second. */
async function looked() {
  const startedAt = performance.now();
  const answer = [await databaseStanding(), (await workerHealthSoon().catch(() => null)) !== null];
  return [...answer, performance.now() - startedAt < 2_000 ? "soon" : "late"];
}

test("a database that refuses connections is away at once, and answers again as soon as it is back", async () => {
  expect(await looked()).toEqual(["answers", true, "soon"]);
  await between.refuse();
  await expect.poll(looked, { timeout: 5_000 }).toEqual(["away", false, "soon"]);
  await between.listenAgain();
  await expect.poll(looked, { timeout: 5_000 }).toEqual(["answers", true, "soon"]);
});

test("a database that says nothing is away within a second, however long a statement would wait for it", async () => {
  expect(await looked()).toEqual(["answers", true, "soon"]);
  between.silence(true);
  await expect.poll(looked, { timeout: 5_000 }).toEqual(["away", false, "soon"]);
  between.silence(false);
  await expect.poll(looked, { timeout: 8_000 }).toEqual(["answers", true, "soon"]);
});

test("a slow database is busy once callers wait too long, while who waits is served; quick work in any number is not", async () => {
  const quick = Promise.all(Array.from({ length: 300 }, () => db.execute(sql`select 1`)));
  expect(await databaseStanding()).toBe("answers");
  await quick;
  const slow = Promise.all(Array.from({ length: 10 }, () => db.execute(sql`select pg_sleep(0.7)`)));
  await expect.poll(databaseStanding, { timeout: 3_000, interval: 50 }).toBe("busy");
  expect(await workerHealthSoon()).toBeNull();
  await slow;
  expect(await databaseStanding()).toBe("answers");
});
