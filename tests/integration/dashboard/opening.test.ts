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

test("a file that waits for what its columns are opens the tab of decisions, beside those that wait for a review, the longest wait first", async () => {
  const one = await newOrganization();
  const waiting = { createdCount: 0, processedAt: null };
  const columns = { ...waiting, status: "awaiting_columns", acceptedCount: 0, recordCount: 0 } as const;
  const ask = (validatedAt: Date) => createBatch(one.organization, { ...columns, validatedAt });
  const second = await ask(new Date(at.now.getTime() - 2000));
  const first = await createBatch(one.organization, {
    ...{ ...waiting, status: "ready", validatedAt: new Date(at.now.getTime() - 3000) },
  });
  const third = await ask(new Date(at.now.getTime() - 1000));
  const { panel, figures } = (await dashboard(one.actor, at)).actionCenter;
  expect("decisions" in panel && panel.decisions.map(({ id }) => id)).toEqual(
    [first, second, third].map(({ id }) => id),
  );
  expect(figures["awaiting-decision"].count).toBe(3);
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
