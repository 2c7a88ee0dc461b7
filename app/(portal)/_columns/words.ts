import { nameOfCell, type ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { roleLabel, roles, type Role } from "@/lib/batches/file-format/mapping/roles";

export const roleLabels = Object.fromEntries(roles.map((role) => [role, roleLabel(role)])) as Record<Role, string>;

/** What another cell of each row chooses, as a known system has it; null where none does. */
export function chosenWords({ columns, header }: ColumnMapping): string | null {
  const name = (key: string) => `“${nameOfCell(header, key)}”`;
  const words = Object.values(columns).flatMap((source) =>
    source?.from === "chosen"
      ? [`${Object.values(source.of).map(name).join(" or ")}, as ${name(source.by)} says in each row`]
      : [],
  );
  return words.length > 0 ? words.join("; ") : null;
}
