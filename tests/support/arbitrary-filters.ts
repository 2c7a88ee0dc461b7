import fc from "fast-check";
import { withoutHidden } from "@/lib/incoming-text";
import { otherActors, type AuditFilter } from "@/lib/audit/filter";
import { listedStatuses } from "@/lib/batches/status";
import type { BatchFilter } from "@/lib/batches/filter";
import type { EmailFilter } from "@/lib/emails/filter";
import { emailStatuses } from "@/lib/emails/status";
import { eventNames, results } from "@/lib/events-table";
import type { FollowUpFilter } from "@/lib/follow-up/filter";
import { currencies, currencyDigits } from "@/lib/money";
import { evidences } from "@/lib/payouts/list/evidence";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { sortKeys, type Page, type Sort } from "@/lib/payouts/list/view";
import { payoutGroups, payoutStatuses } from "@/lib/payouts/status";

const instants = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
const days = instants.map((instant) => instant.toISOString().slice(0, 10));

const ordered = <T extends { valueOf(): string | number }>(values: fc.Arbitrary<T>) =>
  fc.tuple(values, values).map(([a, b]) => (a <= b ? ([a, b] as const) : ([b, a] as const)));
const dayRanges = ordered(days).map(([from, to]) => `${from}..${to}`);
const instantRanges = ordered(instants.map((instant) => instant.toISOString()))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => `${from}..${to}`);
const openRanges = fc
  .tuple(
    fc.oneof(
      days,
      instants.map((instant) => instant.toISOString()),
    ),
    fc.boolean(),
  )
  .map(([side, before]) => (before ? `..${side}` : `${side}..`));
const relative = (direction: "last" | "next") =>
  fc
    .tuple(fc.integer({ min: 1, max: 9999 }), fc.constantFrom("d", "h"))
    .map(([length, unit]) => `${direction}-${length}${unit}`);

const months = fc.constantFrom("this-month", "last-month");
export const pastWindows = fc.oneof(relative("last"), months, dayRanges, instantRanges, openRanges);
export const futureWindows = fc.oneof(relative("next"), dayRanges, instantRanges, openRanges);

/**
 * A search text that a person can type, as the filter keeps it: in one form, not empty, and without hidden characters.
 */
export const searches = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.constantFrom("%", "_", "\\", "a b", "+&=?#", "100%", "’", "\u00a0x", "a\u0000b"),
  )
  .map((text) => withoutHidden(text))
  .filter((text) => text !== "" && text.length <= 200);

/** In the table's order, each once: the only spelling of a set of statuses. */
const someOf = <T>(table: readonly T[]) => fc.subarray([...table], { minLength: 1 });

const moneys = fc.constantFrom(...currencies).chain((currency) => {
  const digits = currencyDigits(currency)!;
  const amounts = fc
    .tuple(fc.integer({ min: 1, max: 999_999_999 }), fc.nat({ max: 10 ** digits - 1 }))
    .map(([whole, part]) => (digits === 0 ? `${whole}` : `${whole}.${String(part).padStart(digits, "0")}`));
  return fc.record(
    { currency: fc.constant(currency), amount_min: amounts, amount_max: amounts },
    { requiredKeys: ["currency"] },
  );
});

const yesOrNo = fc.constantFrom("yes" as const, "no" as const);
const followUp = {
  assigned: fc.oneof(fc.constantFrom("me", "nobody", "somebody"), fc.uuid({ version: 7 })),
  snoozed: yesOrNo,
  handled: yesOrNo,
} satisfies EveryKey<FollowUpFilter>;

/** An arbitrary for each key of a filter, so that no key is forgotten. */
type EveryKey<F> = { [K in keyof F]-?: fc.Arbitrary<NonNullable<F[K]>> };

export const payoutFilters: fc.Arbitrary<PayoutFilter> = fc
  .tuple(
    fc.record(
      {
        group: fc.constantFrom(...payoutGroups),
        status: someOf(payoutStatuses),
        changed: pastWindows,
        created: pastWindows,
        expires: futureWindows,
        expired: pastWindows,
        replaced: yesOrNo,
        id: fc.uniqueArray(fc.uuid({ version: 7 }), { minLength: 1, maxLength: 4 }).map((ids) => ids.sort()),
        evidence: fc.constantFrom(...evidences),
        batch: fc.uuid({ version: 7 }),
        recipient: fc.uuid({ version: 7 }),
        batch_errors: pastWindows,
        run: fc.uuid({ version: 7 }),
        ...followUp,
        q: searches,
        x: fc.dictionary(fc.constantFrom("claim_number", "phone", "departement", "رقم", "constructor"), searches, {
          minKeys: 1,
          maxKeys: 3,
        }),
      } satisfies EveryKey<Omit<PayoutFilter, "currency" | "amount_min" | "amount_max">>,
      { requiredKeys: [] },
    ),
    fc.option(moneys, { nil: {} }),
  )
  .map(([rest, money]) => ({ ...rest, ...money }));

export const batchFilters: fc.Arbitrary<BatchFilter> = fc.record(
  { status: someOf(listedStatuses), errors: pastWindows, ...followUp, file: searches } satisfies EveryKey<BatchFilter>,
  { requiredKeys: [] },
);

export const emailFilters: fc.Arbitrary<EmailFilter> = fc.record(
  {
    to: searches,
    recipient: fc.uuid({ version: 7 }),
    status: fc.constantFrom(...emailStatuses),
    queued: pastWindows,
  } satisfies EveryKey<EmailFilter>,
  { requiredKeys: [] },
);

export const auditFilters: fc.Arbitrary<AuditFilter> = fc.record(
  {
    who: fc.oneof(fc.constantFrom(...otherActors), fc.uuid()),
    what: fc.constantFrom(...eventNames),
    payout: searches,
    recipient: searches,
    batch: fc.uuid(),
    run: fc.uuid(),
    user: fc.uuid(),
    result: fc.constantFrom(...results),
    when: pastWindows,
  } satisfies EveryKey<AuditFilter>,
  { requiredKeys: [] },
);

const cursors = fc
  .tuple(fc.integer({ min: 1, max: 1_900_000_000_000 }), fc.uuid({ version: 7 }))
  .map(([value, id]) => `${value}_${id}`);
/** A position in a list: none, after a row, or before one. */
export const places = fc.oneof(fc.constant({}), fc.record({ after: cursors }), fc.record({ before: cursors }));
export const sorts = fc.constantFrom(...sortKeys.flatMap((key): Sort[] => [key, `-${key}`]));
export const pages: fc.Arbitrary<Page> = fc
  .tuple(places, fc.option(sorts, { nil: undefined }))
  .map(([place, sort]) => ({ ...place, ...(sort && { sort }) }));
