import {
  createBatch,
  createIngestError,
  createRefusedRow,
  type Batch,
  type Organization,
} from "@/tests/support/factories";
import { createFullReview, createLeasedBatch } from "./batch-world";
import { expectNoSidewaysScroll, inEveryLook } from "./every-look";
import { ready, test } from "./portal";

async function createRejected(organization: Organization): Promise<Batch> {
  const batch = await createBatch(organization, {
    status: "rejected",
    recordCount: 0,
    acceptedCount: 0,
    refusedCount: 0,
  });
  await createIngestError(batch, { scope: "file", line: null, column: null, value: null });
  return batch;
}

async function createResult(organization: Organization): Promise<Batch> {
  const batch = await createBatch(organization, { acceptedCount: 9, refusedCount: 1 });
  await createIngestError(batch, { refusedRowId: (await createRefusedRow(batch)).id });
  return batch;
}

const states: Record<string, (organization: Organization) => Promise<Batch>> = {
  "the progress of a check": createLeasedBatch,
  "the progress of a creation": (organization) =>
    createLeasedBatch(organization, {
      status: "processing",
      createdCount: 100,
      validatedLine: 501,
      processedLine: 101,
      validatedAt: new Date(),
    }),
  "a review": createFullReview,
  "a result": createResult,
  "a file that cannot be used": createRejected,
  "a discarded batch": (organization) => createLeasedBatch(organization, { status: "discarded" }),
};

for (const [what, arrange] of Object.entries(states)) {
  test(`${what} has no accessibility violation in light and dark, and fits 320 px`, async ({
    page,
    organization,
    loginAs,
  }) => {
    const batch = await arrange(organization);
    await loginAs("admin");
    await inEveryLook(page, what, async () => {
      await page.goto(`/batches/${batch.id}`);
      await ready(page);
    });
    await expectNoSidewaysScroll(page, what);
  });
}
