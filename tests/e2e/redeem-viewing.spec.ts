import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { payouts } from "@/db/schema/payouts";
import { everyRow } from "@/tests/support/every-row";
import { expect, ready, test } from "./portal";
import { pageOf, withAnswer } from "./redeem-world";

test.use({ viewport: { width: 390, height: 780 } });

const openedAt = async (id: string) => (await db.select().from(payouts).where(eq(payouts.id, id)))[0]!.openedAt;

test("viewing the page, also by a scanner or a prefetching browser, changes no row of any table", async ({
  page,
  organization,
  request,
}) => {
  const payout = await withAnswer(organization);
  // Other tests write at the same time, so only this organization's rows are compared; and none that the worker makes.
  const made = [
    "batch_payout_counts",
    "batch_totals",
    "event_blocks",
    "payout_counts",
    "payout_deltas",
    "payout_search",
    "payout_search_queue",
    "payout_totals",
    "seal_candidates",
    "tile_snapshots",
  ];
  const own = async () =>
    Object.fromEntries(
      Object.entries(await everyRow()).flatMap(([table, rows]) =>
        made.includes(table) ? [] : [[table, rows.filter((row) => row.includes(organization.id))]],
      ),
    );
  const before = await own();
  for (const step of ["", "verify", "pay"]) {
    await request.get(pageOf(payout, step));
    await request.head(pageOf(payout, step));
    await request.get(pageOf(payout, step), {
      headers: { "Next-Router-Prefetch": "1", RSC: "1", Purpose: "prefetch" },
    });
    await page.goto(pageOf(payout, step));
    await ready(page);
  }
  expect(await own()).toEqual(before);
  await page.keyboard.press("Tab");
  await expect.poll(() => openedAt(payout.id), "a person's first touch is noted").not.toBeNull();
});
