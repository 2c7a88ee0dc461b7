import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { ROOT } from "@/scripts/run/child";
import { freePort } from "@/tests/support/free-port";
import { expect, test } from "./portal";

/** Runs `npm start` until it says that it is ready. */
async function start(environment: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [path.join(ROOT, "scripts/bootstrap.mjs"), "start"], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr!.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "exit");
  await Promise.race([
    expect.poll(() => said, { timeout: 60_000 }).toContain("Ctrl-C stops it."),
    ended.then(() => Promise.reject(new Error(`npm start ended: ${said}`))),
  ]);
  const stop = async () => (child.kill("SIGTERM"), await ended);
  return { said, stop };
}

test("npm start on an empty database prints a link once, by which the first organization and its admin are made", async ({
  browser,
}) => {
  const emptyDatabase = process.env.E2E_EMPTY_DATABASE_URL!;
  const port = String(await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const environment = { NODE_ENV: "production", DATABASE_URL: emptyDatabase, PORT: port, PORTAL_URL: origin };
  const first = await start(environment);
  const links = first.said.match(/http\S+\/set-up\/\S+/g) ?? [];
  expect(links).toHaveLength(1);
  expect(first.said).not.toContain("Demo sign-ins");
  const context = await browser.newContext({ baseURL: origin, javaScriptEnabled: false });
  const page = await context.newPage();
  expect((await page.goto(`${origin}/set-up/any`))!.status()).toBe(404);
  await page.goto(links[0]!);
  await page.getByLabel("Name of the organization").fill("Acme Insurance");
  await page.getByLabel("Time zone").selectOption("America/Chicago");
  await page.getByLabel("Your first and last name").fill("Ana Lee");
  await page.getByLabel("Your email address").fill("ana@acme.example");
  await page.getByLabel("Password").fill("ana lee acme insurance");
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByText("are tried first")).toBeVisible();
  await expect(page.getByLabel("Name of the organization")).toHaveValue("Acme Insurance");
  await page.getByLabel("Password").fill("seven otters on a raft");
  await page.getByRole("button", { name: "Set up" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  await expect(page.getByRole("complementary").getByText("Acme Insurance")).toBeVisible();
  expect((await page.goto(links[0]!))!.status()).toBe(404);
  await context.close();
  await first.stop();
  const second = await start(environment);
  expect(second.said).toContain("Meridian is ready");
  expect(second.said).not.toContain("/set-up/");
  await second.stop();
});
