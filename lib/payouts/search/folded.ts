import { sql, type SQL, type SQLWrapper } from "drizzle-orm";

type Searched = Record<"recipientName" | "recipientEmail" | "reference", SQLWrapper> & { extra?: SQLWrapper };

/**
 * Whether name, email, reference or extra columns of a payout have every word of a search: in any case, with or without accents, in any
 * order. A word of three characters or more may stand anywhere in them, a shorter one at the start of a word. The
 * database folds both, by the functions of the migration that made `payout_search`, so that both are folded alike.
 */
export const fitsText = (
  { recipientName, recipientEmail, reference, extra = sql`null::jsonb` }: Searched,
  q: string,
): SQL =>
  sql`payout_search_text(${recipientName}, ${recipientEmail}, ${reference}, ${extra}) ~ all (payout_search_patterns(${q}))`;
