import type { Role } from "@/lib/actor";
import type { PayoutKind } from "./money";

type Weighted<Item> = readonly (readonly [Item, number])[];

export type StaffMember = { name: string; email: string; role: Role; password?: string; active?: false };

/** What makes one organization differ from the next. */
export type Profile = {
  slug: string;
  name: string;
  timeZone: string;
  supportEmail: string;
  payouts: number;
  batches: number;
  kinds: Weighted<PayoutKind>;
  currencies: Weighted<string>;
  staff: readonly StaffMember[];
  /** A batch of its own whose payouts run out one after another in the next days. */
  expiringSoon: boolean;
};

const harborMutual: Profile = {
  slug: "harbor-mutual",
  name: "Harbor Mutual",
  timeZone: "America/New_York",
  supportEmail: "payments@harbor-mutual.example",
  payouts: 5_000,
  batches: 60,
  kinds: [
    ["claims", 6],
    ["refunds", 3],
    ["rewards", 2],
  ],
  currencies: [
    ["USD", 72],
    ["CAD", 9],
    ["EUR", 7],
    ["GBP", 5],
    ["JPY", 2.5],
    ["MXN", 1.5],
    ["KWD", 1],
    ["CHF", 1],
    ["AUD", 1],
  ],
  staff: [
    { name: "Dana Whitfield", email: "admin@harbor-mutual.example", role: "admin", password: "harbor-admin-2026" },
    { name: "Ravi Menon", email: "viewer@harbor-mutual.example", role: "viewer", password: "harbor-viewer-2026" },
    { name: "Claire Beaumont", email: "claire.beaumont@harbor-mutual.example", role: "admin" },
    { name: "Tom Okafor", email: "tom.okafor@harbor-mutual.example", role: "viewer" },
    { name: "Ingrid Solberg", email: "ingrid.solberg@harbor-mutual.example", role: "viewer", active: false },
  ],
  expiringSoon: true,
};

const northwindRentals: Profile = {
  slug: "northwind-rentals",
  name: "Northwind Rentals",
  timeZone: "Europe/London",
  supportEmail: "deposits@northwind-rentals.example",
  payouts: 40,
  batches: 4,
  kinds: [
    ["deposits", 3],
    ["refunds", 1],
  ],
  currencies: [
    ["GBP", 8],
    ["EUR", 2],
  ],
  staff: [
    {
      name: "Imogen Clarke",
      email: "admin@northwind-rentals.example",
      role: "admin",
      password: "northwind-admin-2026",
    },
  ],
  expiringSoon: false,
};

/**
 * The organizations of the demo: the one to look around in, and a second one whose records must never show in the
 * first.
 */
export const demoProfiles: readonly Profile[] = [harborMutual, northwindRentals];

/** Their slugs, by which a database that holds nothing else is known. */
export const demoSlugs: readonly string[] = demoProfiles.map(({ slug }) => slug);
