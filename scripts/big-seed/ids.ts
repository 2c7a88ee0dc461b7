import { sql, type SQL } from "drizzle-orm";

/** A UUIDv7 of this instant, which belongs to a number and a salt. */
export const idAt = (at: SQL, n: SQL, salt: number): SQL => sql`big_seed.id_at(${at}, ${n}, ${sql.raw(String(salt))})`;
export const salts = {
  payout: 11,
  created: 12,
  changed: 13,
  reissued: 14,
  email: 15,
  failure: 16,
  refused: 17,
  refusal: 18,
};

/**
 * The function behind the ids: 48 bits of milliseconds, 26 bits of the number, then bits that a hash makes. So the ids of a
 * batch rise in the order of its rows, as those of an uploaded one do.
 */
export const makeIdFunction = sql`
  create function big_seed.id_at(at timestamptz, n bigint, salt int) returns uuid language sql stable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex((n >> 14) & 4095), 3, '0')
      || to_hex(32768 | (n & 16383)) || substr(lpad(to_hex(hashint8extended(n, salt)), 16, '0'), 1, 12))::uuid $$`;
