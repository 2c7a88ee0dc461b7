import { v7 as uuidv7 } from "uuid";
import { db } from "@/db/client";
import { extraColumns } from "@/db/schema/extra_columns";
import { extraKey } from "@/lib/payouts/extra/keys";

type Column = typeof extraColumns.$inferSelect;

/** A column that a file of the organization has brought. */
export async function createColumn(
  { id: organizationId }: { id: string },
  name: string,
  overrides: Partial<typeof extraColumns.$inferInsert> = {},
): Promise<Column> {
  const values = {
    organizationId,
    id: uuidv7(),
    key: extraKey(name),
    name,
    label: name,
    position: 1,
    createdAt: new Date(),
  };
  const [column] = await db
    .insert(extraColumns)
    .values({ ...values, ...overrides })
    .returning();
  return column!;
}
