import type { APIRequestContext, BrowserContext } from "@playwright/test";
import { builtActions, builtHandlers, builtRoutes, type BuiltAction } from "./build";
import { actions } from "./action-expectations";
import { roles, type ActionAnswer, type PerRole, type RouteAnswer } from "./answers";
import { routes } from "./expectations";
import { createRecords, createStaff, createWorld, recordsOf, type World } from "./matrix-world";
import { expect, test } from "./portal";
import { signIn } from "./session";
import { callAction } from "./server-actions";

const everyRoute = builtRoutes();
const everyAction = builtActions();

// An entry missing in the table fails the first test; the other tests continue without it.
const knownRoutes = everyRoute.filter((route) => route in routes);
const knownActions = everyAction.filter(({ name }) => name in actions);

test("the matrix lists every page, route handler and server action of the build, and nothing else", () => {
  expect(Object.keys(routes).sort()).toEqual(everyRoute);
  expect(Object.keys(actions).sort()).toEqual(everyAction.map(({ name }) => name).sort());
});

/** A person who is invited, also with a session that they should not have, is answered as if they were signed out. */
const visitors = [...roles, "invited"] as const;
type Visitor = (typeof visitors)[number];
const answerOf = <Answer>(answers: PerRole<Answer>, visitor: Visitor): Answer =>
  answers[visitor === "invited" ? "signedOut" : visitor];

async function become(role: Visitor, context: BrowserContext, world: World): Promise<void> {
  if (role !== "signedOut") await signIn(context, world[role]);
}

async function visit(request: APIRequestContext, address: string): Promise<RouteAnswer | string> {
  const answer = await request.get(address, { maxRedirects: 0 });
  const target = answer.headers().location;
  if (answer.status() === 307 && target !== undefined) {
    const wanted = address === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(address)}`;
    const known: Record<string, RouteAnswer> = { [wanted]: "sign-in", "/": "home", "/second-factor": "set-up" };
    // The page for the code begins anew.
    if (address === "/sign-in/code") known["/sign-in"] = "sign-in";
    return known[target] ?? `307 ${target}`;
  }
  return (
    ({ 200: "shown", 401: "signed-out", 403: "forbidden", 404: "not-found", 405: "no-get", 500: "fault" } as const)[
      answer.status()
    ] ?? String(answer.status())
  );
}

for (const role of visitors) {
  test(`${role}: every page and route handler answers as the matrix says`, async ({ context }) => {
    const world = await createWorld();
    await become(role, context, world);
    const answers: Record<string, string> = {};
    for (const route of knownRoutes) answers[route] = await visit(context.request, routes[route]!.address(world));
    expect(answers).toEqual(
      Object.fromEntries(knownRoutes.map((route) => [route, answerOf(routes[route]!.answers, role)])),
    );
  });
}

test("a route handler accepts only the methods that the matrix lists", async ({ context, loginAs }) => {
  await loginAs("admin");
  const world = await createWorld();
  for (const route of builtHandlers().filter((name) => name in routes)) {
    const { address, alsoTakes = [] } = routes[route]!;
    for (const method of ["POST", "PUT", "PATCH", "DELETE"].filter((name) => !alsoTakes.includes(name))) {
      expect
        .soft((await context.request.fetch(address(world), { method, maxRedirects: 0 })).status(), `${method} ${route}`)
        .toBe(405);
    }
  }
});

async function act(request: APIRequestContext, action: BuiltAction, world: World): Promise<ActionAnswer | string> {
  const { form, from } = actions[action.name]!;
  const { redirect, result } = await callAction(request, action, form(world), from?.(world));
  if (redirect !== undefined || result?.ok) return "done";
  return result?.code ?? "no answer";
}

/** A run that has started goes on by itself, and signing in and out change the user, so these come last. */
const comesLast = (action: BuiltAction) =>
  ["startRun", "signInAction", "signOutAction"].findIndex((name) => action.name.endsWith(` ${name}`));
const inOrder = [...knownActions].sort((one, other) => comesLast(one) - comesLast(other));

for (const role of visitors) {
  test(`${role}: every server action, forged, answers as the matrix says, and a refused one changes nothing`, async ({
    context,
  }) => {
    const staff = await createStaff();
    await become(role, context, { ...staff, ...(await createRecords(staff)) });
    const own = await context.cookies();
    const wanted = (action: BuiltAction) => answerOf(actions[action.name]!.answers, role);
    const expectAnswer = async (action: BuiltAction, world: World) => {
      // Some actions sign somebody in: a link to a password, for one.
      await context.clearCookies();
      await context.addCookies(own);
      expect.soft(await act(context.request, action, world), action.name).toBe(wanted(action));
    };
    // A refused action leaves the records to the next one.
    const world = { ...staff, ...(await createRecords(staff)) };
    let before = await recordsOf(staff.organization);
    for (const action of inOrder.filter((one) => wanted(one) !== "done")) {
      await expectAnswer(action, world);
      const after = await recordsOf(staff.organization);
      expect.soft(after, `${action.name} left traces`).toEqual(before);
      before = after;
    }
    for (const action of inOrder.filter((one) => wanted(one) === "done"))
      await expectAnswer(action, { ...staff, ...(await createRecords(staff)) });
  });
}
