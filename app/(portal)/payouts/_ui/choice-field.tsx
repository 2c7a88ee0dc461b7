import { Select } from "@/app/_ui/field";

type Props = {
  name: string;
  label: string;
  value: string | undefined;
  any: string;
  options: readonly (readonly [value: string, label: string])[];
};

/** One choice of a filter form; left at its first entry, it filters nothing. */
export function ChoiceField({ name, label, value, any, options }: Props) {
  return (
    <label className="text-sm font-medium">
      {label}
      <Select name={name} defaultValue={value ?? ""} className="mt-1 font-normal">
        <option value="">{any}</option>
        {options.map(([option, text]) => (
          <option key={option} value={option === text ? undefined : option}>
            {text}
          </option>
        ))}
      </Select>
    </label>
  );
}
