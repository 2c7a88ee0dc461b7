import { sql, type SQL } from "drizzle-orm";
import type { Person } from "./person";

/** A column that has nothing of a recipient, and why. */
type Kept = { kept: string };
/** In every row of the organization the person's address and names are replaced where they occur in the text. */
type Searched = { searched: string; most?: number; json?: true };
/**
 * Of rows about the person: what takes its place, and how that is said; `column` is its name. What other rows have
 * there is left alone, because namesakes are other people, or searched.
 */
type Replaced = { replaced: string; by: (person: Person, column: SQL) => SQL; elsewhere?: Searched };
export type PersonalColumn = Kept | Replaced | Searched;

type PersonalTable = {
  /** Which rows are about the person; none where the person can only be named in a text. */
  about?: (person: Person) => SQL;
  /** Its old rows stand in a table of the archive with the same name. */
  archived?: true;
  columns: Record<string, PersonalColumn>;
};

const payoutIds = (person: Person) =>
  sql`(select p.id from payouts p where p.organization_id = ${person.organizationId}::uuid and p.erasure_id = ${person.erasureId}::uuid)`;
const ofPayout = (person: Person) => sql`payout_id in ${payoutIds(person)}`;

/** True of a refused row with the address of the person in a cell. */
export const hasAddress = (address: string): SQL => sql`position(${address}::text in lower("values"::text)) > 0`;
/** Where nobody waits for the row any more, a name is enough: what a namesake loses there is nothing but a text. */
const isTheirRow = ({ address, pattern }: Person): SQL =>
  sql`(${hasAddress(address)} or resolved_at is not null and "values"::text ~* ${pattern})`;
const theirRows = (person: Person) => sql`(
  select r.id from refused_rows r where r.organization_id = ${person.organizationId}::uuid and ${isTheirRow(person)}
  union all select r.id from archive.refused_rows r where r.organization_id = ${person.organizationId}::uuid and ${isTheirRow(person)})`;

const text = (most?: number): Searched => ({ searched: "what people wrote", most });
const json: Searched = { searched: "texts inside", json: true };
const name: Replaced = { replaced: "a name that says nothing", by: (person) => sql`${person.name}::text` };
const address: Replaced = { replaced: "an address that leads nowhere", by: (person) => sql`${person.email}::text` };
const nothing: Replaced = { replaced: "nothing", by: () => sql`null` };
const asErased = "Erased";
const erased: Replaced = { replaced: "“Erased”", by: () => sql`${asErased}::text` };
const unlessEmpty: Replaced = {
  replaced: "“Erased”",
  by: (_, column) => sql`case when ${column} is not null then ${asErased}::text end`,
};

const code: Kept = { kept: "A code or a key of Meridian’s own." };
const secret: Kept = { kept: "A hash of something random." };
const theirName: Kept = { kept: "How a provider or the organization names a payment, not a person." };

/** What the organization's own columns say: all that is personal, and the person wherever the other texts name them. */
const extra: Replaced = {
  replaced: "“Erased” in every personal column",
  by: ({ organizationId, pattern, mark }, column) => sql`(
    select jsonb_object_agg(e.key, case
      when exists (select from extra_columns c where c.organization_id = ${organizationId}::uuid and c.key = e.key and not c.personal)
      then left(regexp_replace(e.value, ${pattern}, ${mark}, 'gi'), 200) else ${asErased}::text end)
    from jsonb_each_text(${column}) as e)`,
  elsewhere: json,
};

/** Every table that says something of recipients, in the order in which an erasure goes through them, with all its texts. */
export const personalTables = {
  review_rows: {
    about: (person) => sql`lower(recipient_email) = ${person.address}`,
    columns: { recipient_name: name, recipient_email: address, currency: code, extra },
  },
  // Before the rows by which their errors are found.
  ingest_errors: {
    about: (person) => sql`(${ofPayout(person)} or refused_row_id in ${theirRows(person)})`,
    archived: true,
    columns: {
      column_name: { kept: "The heading of a column." },
      code,
      message: text(),
      value: unlessEmpty,
      suggestion: unlessEmpty,
    },
  },
  refused_rows: {
    about: (person) => sql`(${ofPayout(person)} or ${isTheirRow(person)})`,
    archived: true,
    columns: {
      values: {
        replaced: "“Erased” in every cell",
        by: (_, column) =>
          sql`coalesce((select jsonb_object_agg(key, ${asErased}::text) from jsonb_each_text(${column})), '{}'::jsonb)`,
      },
      set_aside_reason: text(500),
    },
  },
  emails: {
    about: (person) => sql`(${ofPayout(person)} or lower(to_email) = ${person.address} and payout_id is not null)`,
    archived: true,
    columns: {
      to_email: address,
      last_error: nothing,
      status: {
        replaced: "“skipped”, for an email that had not left",
        by: (_, column) => sql`case when ${column} = 'queued' then 'skipped'::email_status else ${column} end`,
      },
      fence: {
        replaced: "the next one, for an email that had not left, so that a worker that has it writes nothing more",
        by: (_, column) => sql`case when status = 'queued' then ${column} + 1 else ${column} end`,
      },
    },
  },
  payout_attempts: {
    about: ofPayout,
    columns: {
      provider: code,
      method: code,
      details: { replaced: "nothing", by: () => sql`''` },
      masked_details: erased,
      provider_reference: theirName,
      failure_code: code,
      failure_detail: nothing,
      last_error: nothing,
    },
  },
  notes: {
    about: ofPayout,
    columns: { text: { ...unlessEmpty, elsewhere: text(2000) } },
  },
  runs: { columns: { filter: text(2000), reason: text(500) } },
  run_payouts: { columns: { why: text(1000) } },
  column_mappings: {
    columns: {
      name: text(80),
      header_set: { kept: "A hash of the names of columns, by which the next such file is known." },
      mapping: json,
    },
  },
  saved_views: { columns: { name: text(80), query: text(4000) } },
  batches: {
    columns: {
      file_name: text(255),
      sheet: text(),
      file_sha256: { kept: "A hash of the whole file, by which the same file is known again." },
      sheet_notes: json,
      totals: { kept: "Sums of money." },
      extra_columns: json,
      ignored_columns: json,
      reading_notes: json,
      columns_read: json,
      folder_print: { kept: "Size and time of a file." },
      failing_request_id: code,
      handled_reason: text(500),
    },
  },
  payouts: {
    about: (person) => sql`erasure_id = ${person.erasureId}::uuid`,
    columns: {
      // It stays as long as it does not name the person: counts of the organization's own books go by it.
      reference: text(100),
      recipient_name: name,
      recipient_email: address,
      currency: code,
      failure_code: code,
      failure_detail: nothing,
      verification_answer: nothing,
      extra,
      link_hash: secret,
      handled_reason: text(500),
    },
  },
} as const satisfies Record<string, PersonalTable>;

type Named = { name: string; table: PersonalTable };
export const namedTables: readonly Named[] = Object.entries<PersonalTable>(personalTables).map(
  ([tableName, table]) => ({
    name: tableName,
    table,
  }),
);

/**
 * The statement that takes the person out of one table; running it again finds nothing left.
 * @param schema where the table stands
 */
export function erasing(person: Person, { name: tableName, table }: Named, schema: "public" | "archive"): SQL {
  // A row without a payout is about nobody.
  const about = table.about ? sql`(${table.about(person)}) is true` : sql`false`;
  const changes = Object.entries(table.columns).flatMap(([column, how]) =>
    "kept" in how ? [] : [changeOf(person, sql`${sql.identifier(column)}`, how, about)],
  );
  const [sets, left] = [changes.map(({ set }) => set), changes.map((change) => change.left)];
  return sql`update ${sql.identifier(schema)}.${sql.identifier(tableName)} set ${sql.join(sets, sql`, `)}
    where organization_id = ${person.organizationId}::uuid and (${sql.join(left, sql` or `)})`;
}

/** How a column is set, and of which rows something is left to do there. */
function changeOf(person: Person, column: SQL, how: Replaced | Searched, about: SQL): { set: SQL; left: SQL } {
  if ("searched" in how)
    return { set: sql`${column} = ${withMarks(person, column, how)}`, left: mentions(person, column) };
  const { by, elsewhere } = how;
  const value = by(person, column);
  const other = elsewhere ? withMarks(person, column, elsewhere) : column;
  const left = sql`${about} and ${column} is distinct from ${value}`;
  return {
    set: sql`${column} = case when ${about} then ${value} else ${other} end`,
    left: elsewhere ? sql`${left} or not ${about} and ${mentions(person, column)}` : left,
  };
}

const mentions = ({ pattern }: Person, column: SQL) => sql`${column}::text ~* ${pattern}`;

function withMarks({ pattern, mark }: Person, column: SQL, { most, json: isJson }: Searched): SQL {
  const replaced = sql`regexp_replace(${column}::text, ${pattern}, ${mark}, 'gi')`;
  if (isJson) return sql`${replaced}::jsonb`;
  return most ? sql`left(${replaced}, ${most})` : replaced;
}
