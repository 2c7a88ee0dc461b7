import { Input, Select } from "@/app/_ui/field";
import { daysOf, daysProblem, windowWords, type TimeWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";

const presets = {
  last: ["last-24h", "last-7d", "last-30d", "last-90d", "last-365d", "this-month", "last-month"],
  next: ["next-24h", "next-7d", "next-30d"],
} as const;

type Props = {
  name: string;
  label: string;
  /** Also two days as they were typed, the first after the last. */
  window: TimeWindow | undefined;
  at: At;
  direction: keyof typeof presets;
};

/** A window of time: a preset, or two days of the organization's zone, each optional, which win over the preset. */
export function WindowField({ name, label, window, at, direction }: Props) {
  const days = window === undefined ? null : daysOf(window);
  const problem = days && daysProblem(days);
  const chosen = days ? undefined : window;
  const own = chosen === undefined || (presets[direction] as readonly string[]).includes(chosen) ? [] : [chosen];
  const error = problem === null ? undefined : `${name}-error`;
  const day = (side: "from" | "to") => (
    <Input
      type="date"
      name={`${name}_${side}`}
      defaultValue={days?.[side]}
      aria-label={`${label}, ${side} day`}
      aria-invalid={error ? true : undefined}
      aria-describedby={error}
    />
  );
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="grid gap-2 sm:grid-cols-5">
        <Select name={name} defaultValue={chosen ?? ""} aria-label={label} className="min-w-0 sm:col-span-2">
          <option value="">Any time</option>
          {[...presets[direction], ...own].map((option) => (
            <option key={option} value={option}>
              {windowWords(option, at.timeZone)}
            </option>
          ))}
        </Select>
        <div className="flex min-w-0 items-center gap-1.5 text-muted max-sm:flex-wrap sm:col-span-3">
          or {day("from")} – {day("to")}
        </div>
      </div>
      {problem && (
        <p id={error} className="mt-1 text-sm text-danger">
          {label} {problem}.
        </p>
      )}
    </fieldset>
  );
}
