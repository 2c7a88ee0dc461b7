import { describe, expect, test } from "vitest";
import { choicesOf } from "@/app/(portal)/_shell/_asked/choice-groups";
import { commandsFor } from "@/app/(portal)/_shell/_asked/commands";
import { isPage, routes } from "@/tests/e2e/expectations";
import { shownWithin } from "@/tests/e2e/settings-expectations";

const all = (admin: boolean, query = "") => Object.values(commandsFor(admin, query)).flat();
const labels = (admin: boolean, query: string) => all(admin, query).map(({ label }) => label);
/** Where the commands of a user lead to. */
const addresses = (admin: boolean) =>
  all(admin).flatMap((command) => ("href" in command ? [command.href as string] : []));

describe("the commands", () => {
  test("of a user lead only to pages that this user may see", () => {
    for (const role of ["viewer", "admin"] as const)
      for (const address of addresses(role === "admin"))
        expect({ role, address, answer: routes[address]?.answers[role] }).toEqual({ role, address, answer: "shown" });
  });

  test("of an admin lead to every page that is about no single record", () => {
    // A view is saved from the list that the address of its page names; who may do more sets up a second factor on the
    // account page. The others are for people who are not signed in.
    const previews = ["/admin/settings/preview", shownWithin];
    const others = [
      "/payouts/views/new",
      "/second-factor",
      "/digests/stopped",
      "/forgotten-password",
      "/reset/done",
      ...previews,
    ];
    const pages = Object.entries(routes).filter(
      ([route, { answers }]) =>
        isPage(route) && answers.admin === "shown" && !route.includes("[") && !others.includes(route),
    );
    expect(pages.map(([route]) => route).filter((route) => !addresses(true).includes(route))).toEqual([]);
  });

  test("are found by any words of theirs, in any order and case, with or without accents", () => {
    expect(labels(true, "LOG áudit")).toEqual(["Audit log"]);
    expect(labels(true, "new")).toEqual(["Upload a batch file", "New payout", "Invite user"]);
    expect(labels(false, "new")).toEqual([]);
    expect(labels(true, "  ")).toEqual(labels(true, ""));
  });
});

test("each choice of the menu has a key of its own, and the search for what was typed comes last", () => {
  const payout = { recipientName: "Ada", recipientEmail: "a@b.example", reference: "R", amount: "1", currency: "USD" };
  const found = ["a", "b"].map((id) => ({ ...payout, id, status: "pending" as const }));
  for (const query of ["", "a", "payout & more"]) {
    const choices = choicesOf(true, query, query ? found : []).flatMap((group) => group.choices);
    expect(new Set(choices.map(({ key }) => key)).size).toBe(choices.length);
    if (query) expect(choices.at(-1)).toMatchObject({ href: `/payouts?${new URLSearchParams({ q: query })}` });
  }
});
