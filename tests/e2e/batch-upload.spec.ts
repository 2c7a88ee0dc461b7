import type { APIRequestContext, BrowserContext, Page } from "@playwright/test";
import { choose, csv } from "./batch-steps";
import { batchesOf } from "./batch-world";
import { expect, ready, test } from "./portal";

const header = "recipient_name,email,amount,currency,reference\n";
const origin = process.env.E2E_BASE_URL!;

const post = (request: APIRequestContext, headers: Record<string, string>) =>
  request.post("/batches/upload", {
    headers: { "x-file-name": "forged.csv", ...headers },
    data: Buffer.from(`${header}Ada Byron,ada@example.com,10.00,USD,R-1\n`),
  });

test("a direct upload is accepted only from an admin on this portal, and a refusal gives its reason in JSON", async ({
  context,
  page,
  loginAs,
  anotherWindow,
  playwright,
}) => {
  await loginAs("admin");
  const nobody = await playwright.request.newContext({ baseURL: origin });
  const { page: viewer } = await anotherWindow("viewer");
  for (const [request, headers, status, code] of [
    [nobody, { origin }, 401, "unauthenticated"],
    [viewer.context().request, { origin }, 403, "forbidden"],
    [context.request, { origin: "https://evil.example" }, 403, "forbidden"],
    [context.request, { origin, "sec-fetch-site": "cross-site" }, 403, "forbidden"],
    [context.request, {}, 403, "forbidden"],
    [context.request, { origin: "null" }, 403, "forbidden"],
  ] as const) {
    const answer = await post(request, headers);
    expect(answer.status()).toBe(status);
    const refusal = (await answer.json()) as { code: string; message: string };
    expect(refusal.code).toBe(code);
    expect(refusal.message).toMatch(/^[A-Z].*\.$/);
  }
  await nobody.dispose();
  await page.goto("/batches");
  await expect(page.getByTestId("total")).toHaveText("0");
  const taken = await post(context.request, { origin });
  expect(taken.status()).toBe(201);
  expect(taken.headers()["x-content-type-options"]).toBe("nosniff");
});

/** Large enough to take a while at the speed that `slowly` sets. */
const large = () =>
  csv(
    "large.csv",
    header +
      Array.from(
        { length: 30_000 },
        (_, line) => `Ada Byron ${line},ada${line}@example.com,10.00,USD,L-${line}\n`,
      ).join(""),
  );

async function slowly(context: BrowserContext, page: Page) {
  const network = await context.newCDPSession(page);
  const speed = (uploadThroughput: number) =>
    network.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await network.send("Network.enable");
  return { slow: () => speed(150_000), full: () => speed(-1) };
}

test("an upload shows its progress and can be stopped, which keeps nothing of the file", async ({
  context,
  page,
  organization,
  loginAs,
}) => {
  await loginAs("admin");
  await page.goto("/batches/new");
  await ready(page);
  const network = await slowly(context, page);
  await network.slow();
  await choose(page, large());
  const bar = page.getByRole("progressbar", { name: "Upload of large.csv" });
  await expect.poll(async () => Number(await bar.getAttribute("aria-valuenow"))).toBeGreaterThan(5);
  await page.getByRole("button", { name: "Cancel upload" }).click();
  await expect(page.getByLabel("Choose a batch file")).toBeEnabled();
  await expect(page.getByRole("alert").filter({ hasText: "large.csv" })).toHaveCount(0);
  await network.full();
  await expect.poll(() => batchesOf(organization)).toBe(0);
  await page.goto("/batches");
  await expect(page.getByTestId("total")).toHaveText("0");
});

test("an upload whose connection breaks shows an error, and a retry uploads the file", async ({ page, loginAs }) => {
  await loginAs("admin");
  await page.goto("/batches/new");
  await ready(page);
  await page.route("**/batches/upload", (route) => route.abort("internetdisconnected"), { times: 1 });
  await choose(page, large());
  await expect(page.getByRole("alert").filter({ hasText: "large.csv was not uploaded completely." })).toBeVisible();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page).toHaveURL(/\/batches\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: "All 30,000 rows can become payouts" })).toBeVisible({
    timeout: 40_000,
  });
});

test("a file above the limit is refused before it is sent", async ({ page, loginAs }) => {
  await loginAs("admin");
  await page.goto("/batches/new");
  await ready(page);
  // The size is only simulated: no such file has to be written.
  await page.getByLabel("Choose a batch file").evaluate((input: HTMLInputElement) => {
    const file = new File(["x"], "huge.csv");
    Object.defineProperty(file, "size", { value: 201 * 1024 * 1024 });
    Object.defineProperty(input, "files", { value: [file] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await expect(page.getByRole("alert").filter({ hasText: "huge.csv cannot be used" })).toContainText("200 MB");
});
