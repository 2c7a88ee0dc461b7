"use client";

import { RoleSelect, type RoleLabels, type Roles } from "@/app/(portal)/_columns/role-select";

export type FirstRow = { line: number; cells: string[] };

type Props = {
  labels: RoleLabels;
  head: string[];
  rows: FirstRow[];
  roles: Roles;
  onChoose: (roles: Roles) => void;
};

/** The first rows of the file, with what each column is above it. The table scrolls in itself, also by keyboard. */
export function ColumnChoices({ labels, head, rows, roles, onChoose }: Props) {
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
              <th
                key={index}
                scope="col"
                className="border-b border-line p-2 text-left align-bottom first:pl-4 last:pr-4"
              >
                <label className="block font-medium">
                  <span className="block max-w-52 truncate">{cell || `Column ${index + 1}`}</span>
                  <span className="sr-only"> is</span>
                  <RoleSelect {...{ labels, roles, index, onChoose }} className="mt-1 min-w-44 font-normal" />
                </label>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, cells }) => (
            <tr key={line}>
              {head.map((_, index) => (
                <td key={index} className="max-w-52 truncate border-b border-line p-2 first:pl-4 last:pr-4">
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
