import { request as rawRequest, type IncomingHttpHeaders } from "node:http";
import { builtActions, builtRoutes } from "./build";
import { actions } from "./action-expectations";
import { routes } from "./expectations";
import { createWorld } from "./matrix-world";
import { expect, password, test } from "./portal";
import { callAction, findAction, type FormFields } from "./server-actions";
import { keepSession, signIn } from "./session";
import { shownWithin } from "./settings-expectations";
import { addressLimit, admit } from "@/lib/web/sign-in/limits";
import { createUser } from "@/tests/support/factories";

const base = () => new URL(process.env.E2E_BASE_URL!);

/** Asks without a browser, so that method and headers may be whatever a stranger writes. */
function ask(method: string, path: string, headers: Record<string, string> = {}) {
  const { hostname, port } = base();
  return new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const asked = rawRequest({ hostname, port, method, path, headers }, (answer) => {
      answer.resume();
      answer.on("close", () => resolve({ status: answer.statusCode!, headers: answer.headers }));
    }).on("error", reject);
    if (Number(headers["content-length"] ?? 0) > 0) asked.flushHeaders();
    else asked.end();
  });
}

const secured = { "x-content-type-options": "nosniff", "x-frame-options": "DENY" };
const securedWithin = { ...secured, "x-frame-options": "SAMEORIGIN" };
const known = builtRoutes().filter((route) => route in routes);

test("every answer of every route has the security headers and is kept by nobody, signed in, signed out, and when it refuses", async ({
  context,
}) => {
  const world = await createWorld();
  for (const who of ["signedOut", "viewer", "admin"] as const) {
    if (who !== "signedOut") await signIn(context, world[who]);
    for (const route of known) {
      for (const method of who === "signedOut" ? ["GET", "POST", "DELETE"] : ["GET"]) {
        const answer = await context.request.fetch(routes[route]!.address(world), { method, maxRedirects: 0 });
        const about = `${who}: ${method} ${route} (${answer.status()})`;
        expect.soft(answer.headers(), about).toMatchObject(route === shownWithin ? securedWithin : secured);
        // The page after a reset stands below the links to it, and keeps their policy.
        const isOfLink = route.endsWith("/[token]") || route === "/reset/done";
        expect.soft(answer.headers()["referrer-policy"], about).toBe(isOfLink ? "no-referrer" : "same-origin");
        const stays = route === "/icon.svg" && answer.status() < 400;
        if (!stays) expect.soft(answer.headers()["cache-control"], about).toMatch(/no-store/);
      }
    }
  }
});

test("files of the build say that they are nothing else than what they are", async ({ request }) => {
  const files = (await (await request.get("/sign-in")).text()).match(/\/_next\/static\/[^"'\\ )]+/g) ?? [];
  expect(files.length).toBeGreaterThan(2);
  for (const file of new Set(files)) {
    const answer = await request.get(file);
    expect.soft({ status: answer.status(), ...answer.headers() }, file).toMatchObject({ status: 200, ...secured });
    expect.soft(answer.headers()["cache-control"], file).toContain("immutable");
  }
});

test("no redirect leads to a host that the request made up", async () => {
  const world = await createWorld();
  for (const route of [
    ...known.map((route) => routes[route]!.address(world)),
    "/payouts/",
    "//evil.example/",
    "/\\evil",
  ]) {
    for (const header of ["host", "x-forwarded-host"]) {
      const { status, headers } = await ask("GET", route, { [header]: "evil.example", "x-forwarded-proto": "https" });
      if (headers.location === undefined) continue;
      const target = new URL(headers.location, base());
      expect.soft(target.origin, `${header}: ${status} ${route} → ${headers.location}`).toBe(base().origin);
    }
  }
});

test("what the portal does not need is not there: other methods, resized pictures, addresses of a sign-in library", async ({
  request,
}) => {
  for (const route of ["/", "/sign-in", "/api/health", "/_next/static/none.js"])
    for (const method of ["TRACE", "OPTIONS", "PROPFIND"])
      expect.soft(await ask(method, route), `${method} ${route}`).toMatchObject({ status: 405, headers: secured });
  const picture = await request.get("/_next/image?url=%2Ficon.svg&w=64&q=75");
  expect.soft(picture.status()).toBe(404);
  for (const name of ["session", "csrf", "providers", "signin", "signout", "callback/credentials"])
    for (const method of ["GET", "POST"])
      expect.soft((await request.fetch(`/api/auth/${name}`, { method })).status(), name).toBe(404);
});

test("a body of more than a megabyte is refused unread when it comes without a session", async () => {
  const long = { "content-length": "1048577" };
  for (const path of ["/", "/sign-in", "/batches/upload", "/api/providers/sandbox/reports", "/redeem/none"])
    expect.soft(await ask("POST", path, long), path).toMatchObject({ status: 413, headers: secured });
});

/** Bodies that no page sends: what React would not encode so, what it cannot decode, and no form where one must be. */
const malformed: [type: string, body: string][] = [
  ["text/plain;charset=UTF-8", ""],
  ["text/plain;charset=UTF-8", "not json"],
  ["text/plain;charset=UTF-8", "[]"],
  ["text/plain;charset=UTF-8", '[null,"text"]'],
  ["text/plain;charset=UTF-8", "[null,{}]"],
  ["text/plain;charset=UTF-8", '[null,"$K1"]'],
  ["text/plain;charset=UTF-8", '[null,"$F1"]'],
  ["text/plain;charset=UTF-8", '["$1:a:b","$Q2"]'],
  ["text/plain;charset=UTF-8", `[${"[".repeat(5_000)}`],
  ["application/json", '{"email":"a"}'],
  ["application/x-www-form-urlencoded", "email=a&password=b"],
  ["multipart/form-data", "no boundary"],
  ["multipart/form-data; boundary=x", ""],
  [
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n[null,"$K9"]\r\n--x--\r\n',
  ],
  ["multipart/form-data; boundary=x", '--x\r\nContent-Disposition: form-data; name="0"\r\n\r\n[null,\r\n--x--\r\n'],
  [
    "multipart/form-data; boundary=x",
    '--x\r\nContent-Disposition: form-data; name="$ACTION_REF_1"\r\n\r\n\r\n--x--\r\n',
  ],
];

test("no server action is broken by arguments that are none: each gets a refusal, never a fault of ours", async ({
  context,
}) => {
  const world = await createWorld();
  await signIn(context, world.admin);
  const address = (page: string) => routes[page]?.address(world) ?? "/";
  for (const action of builtActions()) {
    if (action.name.endsWith(" signOutAction")) continue;
    for (const [type, body] of malformed) {
      const answer = await context.request.post(address(action.pages[0]!), {
        headers: { "Next-Action": action.id, Origin: base().origin, Accept: "text/x-component", "Content-Type": type },
        data: Buffer.from(body),
        maxRedirects: 0,
      });
      const about = `${action.name} ${type} ${body.slice(0, 60)}`;
      expect.soft(answer.status(), about).toBeLessThan(500);
      expect.soft(answer.headers(), about).toMatchObject(secured);
      expect.soft(await answer.text(), about).not.toMatch(/"code":"fault"/);
    }
  }
});

/** What a form may hold that is none of ours, made of one that is. */
const otherForms: Record<string, (form: FormFields) => FormFields> = {
  "no fields": () => ({}),
  "empty fields": (form) => withValues(form, () => ""),
  "files for text": (form) => withValues(form, () => new File(["x"], "x.txt")),
  "long texts": (form) => withValues(form, () => "x".repeat(1_000)),
  "texts that are no list": (form) => withValues(form, () => '{"0":[{}],"length":-1}'),
};
const withValues = (form: FormFields, value: () => string | File): FormFields =>
  Object.fromEntries(Object.keys(form).map((name) => [name, value()]));

test("no server action is broken by values that its form does not have: each is refused as wrong or as unknown", async ({
  context,
}) => {
  const world = await createWorld();
  await signIn(context, world.admin);
  for (const action of builtActions()) {
    const { form, from } = actions[action.name]!;
    if (action.name.endsWith(" signOutAction")) continue;
    for (const [name, other] of Object.entries(otherForms)) {
      const answer = await callAction(context.request, action, other(form(world)), from?.(world));
      expect.soft(answer.status, `${action.name}: ${name}`).toBeLessThan(500);
      expect.soft(answer.result?.code, `${action.name}: ${name}`).not.toBe("fault");
    }
  }
});

test("a form sent without scripts that is no form is refused and not a fault of ours", async ({ request }) => {
  for (const [type, body] of malformed.filter(([type]) => /form/.test(type))) {
    const answer = await request.post("/sign-in", {
      headers: { Origin: base().origin, "Content-Type": type },
      data: Buffer.from(body),
    });
    expect.soft(answer.status(), `${type} ${body}`).toBeLessThan(500);
  }
});

test("signing out ends the session on the server: a copy of its cookie shows and does nothing any more", async ({
  page,
  context,
  browser,
  organization,
}) => {
  const session = await signIn(context, await createUser(organization));
  const copy = await browser.newContext({ baseURL: base().origin });
  await keepSession(copy, session);
  expect((await copy.request.get("/payouts", { maxRedirects: 0 })).status()).toBe(200);
  await page.goto("/");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect((await copy.request.get("/payouts", { maxRedirects: 0 })).status()).toBe(307);
  const action = await callAction(copy.request, findAction("saveSettings"), {});
  expect(action.result).toMatchObject({ ok: false, code: "unauthenticated" });
  await copy.close();
});

test("a session is over when its cookie says, and nothing renews it", async ({ context, organization }) => {
  const session = await signIn(context, await createUser(organization));
  const old = { ...session, endsAt: Date.now() - 1 };
  const before = (await context.cookies()).map(({ value }) => value);
  for (const path of ["/", "/payouts", "/api/health", "/sign-in"]) await context.request.get(path);
  expect((await context.cookies()).map(({ value }) => value)).toEqual(before);
  await keepSession(context, old);
  expect((await context.request.get("/", { maxRedirects: 0 })).headers().location).toBe("/sign-in");
});

test("an address with many wrong passwords is answered 429 with a time to come back, in words; the browser its owner knows is not held up", async ({
  page,
  context,
  browser,
  organization,
}) => {
  const user = await createUser(organization, { password });
  const action = findAction("signInAction");
  expect((await callAction(context.request, action, { email: user.email, password })).redirect).toBe("/");
  await context.clearCookies({ name: "meridian.session" });
  const stranger = await browser.newContext({ baseURL: base().origin });
  for (let n = 0; n < addressLimit.atMost; n++)
    await admit({ address: user.email, peer: "192.0.2.1", device: undefined });
  const refused = await callAction(stranger.request, action, { email: user.email, password: "wrong" });
  expect(refused).toMatchObject({ status: 429, result: { ok: false, code: "rate_limited" } });
  const held = await stranger.newPage();
  await held.goto("/sign-in");
  await held.getByLabel("Email address").fill(user.email);
  await held.getByLabel("Password").fill(password);
  const [answer] = await Promise.all([
    held.waitForResponse((response) => response.request().method() === "POST"),
    held.getByRole("button", { name: "Sign in" }).click(),
  ]);
  expect(answer.status()).toBe(429);
  expect(Number(await answer.headerValue("retry-after"))).toBeGreaterThan(0);
  await expect(held.getByRole("alert").filter({ hasText: "many wrong passwords" })).toContainText(/Wait \d+ second/);
  await stranger.close();
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(user.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
});
