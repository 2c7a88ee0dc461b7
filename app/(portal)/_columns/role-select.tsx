import { Select } from "@/app/_ui/field";
import type { Role } from "@/lib/batches/file-format/mapping/roles";

/** What one column of a file can be, by its label. */
export type RoleLabels = Record<Role, string>;
export type Roles = (Role | null)[];

type Props = {
  labels: RoleLabels;
  roles: Roles;
  /** Which column this select is of. */
  index: number;
  onChoose: (roles: Roles) => void;
  className?: string;
};

/** What one column of a file is taken for. */
export function RoleSelect({ labels, roles, index, onChoose, className = "" }: Props) {
  const set = (value: string) =>
    onChoose(roles.map((role, at) => (at !== index ? role : value === "none" ? null : (value as Role))));
  const value = roles[index] ?? "none";
  return (
    <Select
      name="role"
      value={value}
      onChange={(event) => set(event.target.value)}
      className={`${value === "none" ? "text-muted" : ""} ${className}`}
    >
      <option value="none">None of these</option>
      {Object.entries(labels).map(([role, label]) => (
        <option key={role} value={role}>
          {label}
        </option>
      ))}
    </Select>
  );
}
