import type { Route } from "next";
import type { IconName } from "@/app/_ui/icon";
import type { FoundPayout } from "@/lib/payouts/search/first-found";
import { recipientHref } from "@/lib/payouts/recipients/links";
import { commandsFor, type Command } from "./commands";

/** One line of the command menu; `key` is its own among them all. */
export type Choice = {
  key: string;
  label: string;
  icon: IconName;
  payout?: FoundPayout;
  href?: Route;
  /** A button of that page to press, by its id. */
  press?: string;
  does?: "signOut" | "help";
};
export type ChoiceGroup = { title: string; choices: readonly Choice[] };

/** What the command menu offers for a text: pages, actions, recipients, payouts, and last the list of all payouts that it finds. */
export function choicesOf(admin: boolean, query: string, payouts: readonly FoundPayout[]): ChoiceGroup[] {
  const { pages, actions } = commandsFor(admin, query);
  const groups: ChoiceGroup[] = [
    { title: "Go to", choices: pages.map(commandChoice) },
    { title: "Actions", choices: actions.map(commandChoice) },
    { title: "Recipients", choices: recipientsOf(query, payouts) },
    { title: "Payouts", choices: payouts.map(payoutChoice) },
    { title: "Search", choices: query === "" ? [] : [searchChoice(query)] },
  ];
  return groups.filter(({ choices }) => choices.length > 0);
}

function commandChoice({ label, icon, ...effect }: Command): Choice {
  const key = "does" in effect ? effect.does : `${effect.href}${effect.press ?? ""}`;
  return {
    key,
    label,
    icon,
    ...("does" in effect ? { does: effect.does } : { href: effect.href, press: effect.press }),
  };
}

const payoutChoice = (payout: FoundPayout): Choice => ({
  key: payout.id,
  label: payout.recipientName,
  icon: "hand-coins",
  href: `/payouts/${payout.id}` as Route,
  payout,
});

/** Of a text with an "@": the people whose address it is a part of, each once, by a payout to them. */
function recipientsOf(query: string, payouts: readonly FoundPayout[]): Choice[] {
  if (!query.includes("@")) return [];
  const byAddress = new Map(payouts.toReversed().map((payout) => [payout.recipientEmail.toLowerCase(), payout]));
  return [...byAddress]
    .filter(([address]) => address.includes(query.toLowerCase()))
    .map(([address, { id, recipientName }]) => ({
      key: `recipient-${id}`,
      label: `${recipientName} (${address})`,
      icon: "users",
      href: recipientHref(id),
    }));
}

const searchChoice = (query: string): Choice => ({
  key: "search",
  label: `Search payouts for “${query}”`,
  icon: "search",
  href: `/payouts?${new URLSearchParams({ q: query })}` as Route,
});
