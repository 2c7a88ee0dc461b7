import type { Route } from "next";
import type { IconName } from "@/app/_ui/icon";
import { adminDestinations, destinations } from "@/app/(portal)/_shell/navigation";

/** Where a command leads; `press`: a button of that page, by its id. Or what it does right here. */
type Effect = { href: Route; press?: string } | { does: "signOut" | "help" };

/** `also`: other words that people look for it with. */
export type Command = { label: string; icon: IconName; also?: string } & Effect;
type Action = Command & { adminOnly?: true };

/** Pages that the navigation has no link to. */
const furtherPages: readonly Command[] = [
  { label: "Runs", icon: "rotate-cw", href: "/runs", also: "bulk many at once actions" },
  { label: "Columns of the payouts list", icon: "hand-coins", href: "/payouts/columns", also: "density compact rows" },
  { label: "Saved views", icon: "hand-coins", href: "/payouts/views", also: "lists payouts default" },
  { label: "Mentions of me", icon: "users", href: "/mentions", also: "notes" },
  {
    label: "Your account",
    icon: "users",
    href: "/account",
    also: "profile name password second factor sessions theme dark time zone",
  },
];

const actions: readonly Action[] = [
  {
    label: "Upload a batch file",
    icon: "file-up",
    href: "/batches/new",
    also: "new import csv excel",
    adminOnly: true,
  },
  { label: "New payout", icon: "plus", href: "/batches/by-hand", also: "create add pay by hand", adminOnly: true },
  {
    label: "Invite user",
    icon: "user-plus",
    href: "/admin/users",
    press: "invite-user",
    also: "new add colleague",
    adminOnly: true,
  },
  {
    label: "Columns of your files",
    icon: "settings",
    href: "/admin/settings/columns",
    also: "own extra personal shown recipients",
    adminOnly: true,
  },
  { label: "Show the keyboard shortcuts", icon: "info", does: "help", also: "keys help" },
  { label: "Sign out", icon: "log-out", does: "signOut", also: "log out leave" },
];

/** The pages and the actions that a user has, by what is typed: each has all of its words, in any order. */
export function commandsFor(admin: boolean, query: string): { pages: Command[]; actions: Command[] } {
  const words = wordsOf(query);
  const fits = ({ label, also = "" }: Command) => words.every((word) => folded(`${label} ${also}`).includes(word));
  return {
    pages: [...destinations, ...furtherPages, ...(admin ? adminDestinations : [])].filter(fits),
    actions: actions.filter((action) => (admin || !action.adminOnly) && fits(action)),
  };
}

/** Small letters without accents, as the search of payouts compares them. */
export const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export const wordsOf = (query: string): string[] => folded(query).split(/\s+/).filter(Boolean);
