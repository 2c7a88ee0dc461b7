import { sql } from "drizzle-orm";
import { insertInto } from "@/db/insert-into";
import { ingestErrors } from "@/db/schema/ingest_errors";
import { refusedRows } from "@/db/schema/refused_rows";
import { idAt, salts } from "./ids";
import { refusals } from "./life";

/** Refused rows stand below the last payout of the file. */
const refusedLines = sql`todo cross join lateral generate_series(1, refused) as r
  join jsonb_to_recordset(${JSON.stringify(refusals.map((refusal, kind) => ({ kind, ...refusal })))}::text::jsonb)
    as fault (kind int, scope text, code text, "column" text, value text, message text, suggestion text) on kind = r % ${sql.raw(String(refusals.length))}`;
const refusedRow = {
  organizationId: sql`organization_id`,
  batchId: sql`batch_id`,
  line: sql`(last - first + 2 + r)::int`,
};
const refusedId = (salt: number) => idAt(sql`received_at`, sql`first * 64 + r`, salt);
export const refused = insertInto(
  refusedRows,
  {
    ...refusedRow,
    id: refusedId(salts.refused),
    values: sql`jsonb_build_object('recipient_name', 'Ruth Osei', 'email', 'ruth@example.com', 'amount', value, 'currency', 'USD', 'reference', 'R-' || first || '-' || r)`,
    createdAt: sql`received_at`,
  },
  refusedLines,
);
export const refusalRows = insertInto(
  ingestErrors,
  {
    ...refusedRow,
    id: refusedId(salts.refusal),
    refusedRowId: refusedId(salts.refused),
    scope: sql`scope::ingest_error_scope`,
    stage: sql`'validation'::ingest_error_stage`,
    column: sql`"column"`,
    code: sql`code`,
    message: sql`message`,
    value: sql`value`,
    suggestion: sql`suggestion`,
    occurredAt: sql`received_at`,
  },
  refusedLines,
);
