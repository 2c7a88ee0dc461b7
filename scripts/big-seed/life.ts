import { sql, type SQL } from "drizzle-orm";
import { ingestError } from "@/lib/ingest-errors/table";
import { failureInWords, type FailureCode } from "@/lib/payouts/failures";
import { transitionTable, type TransitionName } from "@/lib/payouts/transitions";
import { REPLACED_AFTER_DAYS, REPLACED_EVERY } from "./plan";

/** A number from 0 to 1 that belongs to the payout's number `n`: the same on every run and machine. */
export const chance = (salt: number): SQL =>
  sql.raw(`((hashint8extended(n, ${salt}) & 9007199254740991)::float8 / 9007199254740992)`);

/** One of a list, by chance. */
export const pick = (list: readonly string[], by: SQL): SQL =>
  sql`(${sql.param(list)}::text[])[1 + floor(${by} * ${sql.raw(String(list.length))})::int]`;

/** How the last change of a payout reads in its row and its event. */
const ends = (["complete", "fail", "submit", "lock", "cancel", "expire"] as const satisfies TransitionName[]).map(
  (name) => {
    const { from, to, by, event } = transitionTable[name];
    return { name, from: from[0], to, event, actor: (by as readonly string[])[0] === "admin" ? "user" : by[0] };
  },
);

const repeated = <Item>(choices: readonly (readonly [Item, number])[]) =>
  choices.flatMap(([item, times]) => Array.from({ length: times }, () => item));

/** Of a hundred failures; the last code is one that Meridian does not know. */
const sendFailures = repeated<FailureCode | "R29">([
  ["account_closed", 24],
  ["account_not_found", 22],
  ["returned_by_bank", 14],
  ["name_mismatch", 13],
  ["limit_exceeded", 9],
  ["provider_unavailable", 8],
  ["currency_not_supported", 5],
  ["sanctions_hold", 4],
  ["R29", 1],
]);
const processFailures = repeated<FailureCode>([
  ["too_many_wrong_answers", 4],
  ["recipient_declined", 1],
]);

/** Each code in the words that the error of its batch has. */
export const failureWords: SQL = sql`jsonb_to_recordset(${JSON.stringify(
  [...new Set([...sendFailures, ...processFailures])].map((code) => ({
    code,
    ...failureInWords({ code, detail: null }),
  })),
)}::text::jsonb) as words (code text, message text, suggestion text)`;

/** What refused rows of a batch have wrong with them, one kind after another. */
export const refusals = [
  ingestError("amount_not_positive", { line: 2, column: "amount", value: "-12.50" }),
  ingestError("amount_in_parentheses", { line: 2, column: "amount", value: "(12.50)" }),
  ingestError("amount_decimal_comma", { line: 2, column: "amount", value: "12,50", write: "12.50" }),
];

const every = sql.raw(String(REPLACED_EVERY));
const hours = (mean: number, salt: number): SQL =>
  sql`interval '1 minute' - ln(1 - ${chance(salt)}) * interval '${sql.raw(String(mean))} hours'`;
const whole = (at: SQL): SQL => sql`date_trunc('milliseconds', ${at})`;

/**
 * What is worked out about each payout, step by step; a step may name what the steps before it have made. Of two
 * neighbors the second may replace the first: then both follow from when the first began.
 */
const steps = (now: SQL): SQL[] => [
  sql`replaces and n % ${every} = 0 and n > first as is_second, replaces and n % ${every} = ${every} - 1 and n < last as is_replaced,
    lifetime_days * interval '1 day' as lifetime`,
  sql`processed_at + (n - is_second::int - first) / 5000 * interval '2 seconds' as began, (n - is_second::int) / ${every} % 2 = 0 as ends_failed`,
  sql`began + case when ends_failed then interval '5 days' else lifetime end + interval '${sql.raw(String(REPLACED_AFTER_DAYS))} day' as replaced_at`,
  sql`case when is_second then replaced_at else began end as created_at`,
  sql`created_at + lifetime as expires_at,
    case when is_replaced then began + interval '4 days' else ${whole(sql`created_at + ${hours(36, 3)}`)} end as decided_at`,
  sql`case when is_replaced then began + interval '5 days' else ${whole(sql`decided_at + ${hours(20, 4)}`)} end as settled_at, ${chance(1)} as fate`,
  sql`case when is_replaced then case when ends_failed then 'fail' else 'expire' end
      when decided_at >= expires_at then 'expire'
      when fate < 0.79 then case when ${chance(2)} < 0.045 then 'fail' else 'complete' end
      when fate < 0.808 then 'lock' when fate < 0.824 then 'cancel' else 'expire' end as ending`,
  sql`case when ending in ('complete', 'fail') then case when settled_at <= ${now} then ending when decided_at <= ${now} then 'submit' end
      when ending = 'expire' then case when expires_at <= ${now} then ending end
      when decided_at <= ${now} then ending end as change`,
  sql`case when change is null then created_at when change = 'expire' then expires_at
      when change in ('complete', 'fail') then settled_at else decided_at end as changed_at,
    case change when 'fail' then ${pick(sendFailures, chance(5))} when 'lock' then ${pick(processFailures, chance(5))} end as failure_code`,
];

/**
 * One row for each payout of the batches in `todo` as it stands at `now`: `change` is its last transition, null for one
 * that still waits, with its event, its statuses and its moment. `offset 0` keeps each step from being worked out again
 * wherever it is named.
 */
export const lives = (now: SQL): SQL => {
  const numbered = sql`select *, n - first + 2 as line from todo cross join lateral generate_series(first, last) as n offset 0`;
  const worked = steps(now).reduce((from, step) => sql`select *, ${step} from (${from}) as before offset 0`, numbered);
  const rows = ends.map(
    ({ name, from, to, event, actor }) =>
      sql`(${name}::text, ${from}::payout_status, ${to}::payout_status, ${event}::text, ${actor}::actor_type)`,
  );
  return sql`select worked.*, ends.* from (${worked}) as worked
    left join (values ${sql.join(rows, sql`, `)}) as ends (name, from_status, to_status, event, actor_type) on ends.name = change`;
};
