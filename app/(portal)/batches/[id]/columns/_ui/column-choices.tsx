"use client";

import { Select } from "@/app/_ui/field";
import type { Role } from "@/lib/batches/file-format/mapping/roles";

export type FirstRow = { line: number; cells: string[] };
type Roles = (Role | null)[];

type Props = {
  labels: Record<Role, string>;
  head: string[];
  rows: FirstRow[];
  roles: Roles;
  onChoose: (roles: Roles) => void;
};

/** The first rows of the file, with what each column is above it. The table scrolls in itself, also by keyboard. */
export function ColumnChoices({ labels, head, rows, roles, onChoose }: Props) {
  const set = (index: number, value: string) =>
    onChoose(roles.map((role, at) => (at === index ? (value === "none" ? null : (value as Role)) : role)));
  return (
    <div
      role="region"
      aria-label="First rows of the file"
      // Columns beyond the right edge are reached with the arrow keys.
      tabIndex={0}
      className="relative overflow-x-auto rounded-card"
    >
      <table className="border-separate border-spacing-0 text-sm">
        <caption className="sr-only">First rows of the file, and what each column is</caption>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col" className="border-b border-line p-2 text-left align-bottom">
                <label className="block font-medium">
                  <span className="block max-w-52 truncate">{cell || `Column ${index + 1}`}</span>
                  <span className="sr-only"> is</span>
                  <Select
                    name="role"
                    value={roles[index] ?? "none"}
                    onChange={(event) => set(index, event.target.value)}
                    className="mt-1 min-w-44 font-normal"
                  >
                    <option value="none">None of these</option>
                    {Object.entries(labels).map(([role, label]) => (
                      <option key={role} value={role}>
                        {label}
                      </option>
                    ))}
                  </Select>
                </label>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, cells }) => (
            <tr key={line}>
              {head.map((_, index) => (
                <td key={index} className="max-w-52 truncate border-b border-line p-2">
                  {cells[index] ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
