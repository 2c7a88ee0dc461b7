import { expect, test } from "vitest";
import { dashboard } from "@/lib/dashboard/queries";
import { quietTab, tabKeys } from "@/lib/dashboard/sections";
import { useDatabase } from "@/tests/support/database";
import {
  createBatch,
  createIngestError,
  createOrganization,
  createPayout,
  createUser,
} from "@/tests/support/factories";

useDatabase();

const now = new Date("2026-11-23T14:00:00.000Z");
const at = { now, timeZone: "America/New_York" };
const dayMs = 86_400_000;
const shifted = (days: number) => new Date(now.getTime() + days * dayMs);

async function newOrganization() {
  const organization = await createOrganization();
  return { organization, actor: (await createUser(organization)).actor };
}

type Opened = Awaited<ReturnType<typeof newOrganization>>;
const opened = async ({ actor }: Opened) => (await dashboard(actor, at)).actionCenter.panel.tab;

const expiring = ({ organization }: Opened) =>
  createPayout(organization, { createdAt: shifted(-1), expiresAt: shifted(1) });
const expired = ({ organization }: Opened, more = {}) =>
  createPayout(organization, { createdAt: shifted(-5), expiresAt: shifted(-1), ...more });

test("the Dashboard opens on the first tab, in their order, in which something waits for somebody", async () => {
  const one = await newOrganization();
  const error = { occurredAt: shifted(-2) };
  expect(await opened(one)).toBe(quietTab);
  await expiring(one);
  const replaced = { status: "expired", statusChangedAt: shifted(-1), archivedAt: now } as const;
  await expired(one, replaced);
  const repaired = await createBatch(one.organization, { createdAt: shifted(-2) });
  await createIngestError(repaired, { ...error, resolvedAt: now });
  expect(await opened(one)).toBe("expiring-soon");
  await expired(one);
  expect(await opened(one)).toBe("recently-expired");
  const batch = await createBatch(one.organization, { createdAt: shifted(-2), refusedCount: 1 });
  await createIngestError(batch, error);
  expect(await opened(one)).toBe("batches-with-errors");
  const failed = { status: "failed_to_process", createdAt: shifted(-90), statusChangedAt: shifted(-80) } as const;
  await createPayout(one.organization, { ...failed, archivedAt: now });
  expect(await opened(one)).toBe("batches-with-errors");
  await createPayout(one.organization, failed);
  expect(await opened(one)).toBe("failed-needs-you");
  await createBatch(one.organization, { status: "ready", createdCount: 0, processedAt: null });
  expect(await opened(one)).toBe("awaiting-decision");
});

test("rows of another organization open no tab", async () => {
  const [here, there] = [await newOrganization(), await newOrganization()];
  await expired(there);
  expect(await opened(here)).toBe(quietTab);
});

test("the tab that the address names is open, whether or not it or another one has rows", async () => {
  const one = await newOrganization();
  await expired(one);
  for (const tab of tabKeys) expect((await dashboard(one.actor, at, tab)).actionCenter.panel.tab).toBe(tab);
});
