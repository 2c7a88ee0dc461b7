import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { createPayout, type Organization } from "@/tests/support/factories";
import { expect, ready, test } from "./portal";
import { drawn, onSlowLine, watchDrawing } from "./watched-page";

// What a page costs the person who loads it: its HTML, its scripts, and how much of it moves.

/** A full page of the list, of which every row has all the actions of a pending payout. */
async function fillPage(organization: Organization): Promise<void> {
  for (let index = 0; index < 50; index++)
    await createPayout(organization, { recipientName: `Ada Byron ${index}`, lastEmailedAt: null });
}

const manifest = JSON.parse(readFileSync(path.resolve(".next/build-manifest.json"), "utf8")) as {
  rootMainFiles: string[];
  polyfillFiles: string[];
};

/** Bytes of the scripts that a page loads beside those of the framework that every page of the build has, gzipped. */
function ownScriptBytes(html: string): number {
  const framework = new Set([...manifest.rootMainFiles, ...manifest.polyfillFiles]);
  const files = new Set(
    [...html.matchAll(/<script[^>]* src="\/_next\/(static\/[^"?]+\.js)/g)].map(([, file]) => file!),
  );
  return [...files]
    .filter((file) => !framework.has(file))
    .reduce((bytes, file) => bytes + gzipSync(readFileSync(path.resolve(".next", file))).length, 0);
}

test("a list of 50 payouts with all their actions stays within its weight, with one menu and no dialog in it", async ({
  page,
  organization,
  loginAs,
}) => {
  await fillPage(organization);
  await loginAs("admin");
  const html = await (await page.request.get("/payouts")).text();
  expect(html.match(/<tr class="row stacked"/g)).toHaveLength(50);
  // Counted, so that a failure does not print the page.
  expect(html.match(/role="menu"|<dialog[^>]*aria-label="(?!Keyboard shortcuts)/g) ?? []).toEqual([]);
  // What needs scripts comes without its name, which the browser adds.
  expect(html.match(/Cancel Payout to|More for/g) ?? []).toEqual([]);
  expect(Buffer.byteLength(html) / 1_000).toBeLessThanOrEqual(148);
});

test("pages load at most 15 kB of scripts beside the framework's own", async ({ page, loginAs }) => {
  await loginAs("admin");
  const over: string[] = [];
  for (const address of ["/", "/payouts", "/batches", "/batches/new", "/admin/users", "/admin/emails"]) {
    const bytes = ownScriptBytes(await (await page.request.get(address)).text());
    if (bytes > 15_000 || bytes === 0) over.push(`${address}: ${bytes} bytes`);
  }
  expect(over).toEqual([]);
});

for (const [name, viewport] of [
  ["desktop", { width: 1440, height: 900 }],
  ["phone", { width: 390, height: 844 }],
] as const) {
  test(`the Dashboard and the list do not move while they load on a ${name} with a slow line, on which letters come late`, async ({
    page,
    organization,
    loginAs,
  }) => {
    await fillPage(organization);
    await loginAs("admin");
    await page.setViewportSize(viewport);
    await watchDrawing(page);
    await onSlowLine(page);
    for (const address of ["/", "/payouts"]) {
      await page.goto(address, { waitUntil: "networkidle" });
      await ready(page);
      expect((await drawn(page)).shift, address).toBeLessThanOrEqual(0.01);
    }
  });
}

test("no letters of ours, of whatever range, replace those with which a page was drawn", async ({ page }) => {
  await page.goto("/sign-in");
  const faces = await page.evaluate(() => [...document.fonts].map(({ family, display }) => ({ family, display })));
  const ours = faces.filter(({ family }) => !/fallback/i.test(family));
  expect(ours.length).toBeGreaterThan(4);
  expect(ours.filter(({ display }) => display !== "optional")).toEqual([]);
});
