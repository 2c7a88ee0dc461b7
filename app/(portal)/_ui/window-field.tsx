import { Input, Select } from "@/app/_ui/field";
import { windowWords, type TimeWindow } from "@/lib/lists/time-window";
import type { At } from "@/lib/moment";

const presets = {
  last: ["last-24h", "last-7d", "last-30d", "last-90d", "last-365d", "this-month", "last-month"],
  next: ["next-24h", "next-7d", "next-30d"],
} as const;

type Props = {
  name: string;
  label: string;
  window: TimeWindow | undefined;
  at: At;
  direction: keyof typeof presets;
  dates?: boolean;
};

/** A window of time: a preset, or two days of the organization's zone, which win over the preset. */
export function WindowField({ name, label, window, at, direction, dates = true }: Props) {
  const own = window === undefined || (presets[direction] as readonly string[]).includes(window) ? [] : [window];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="grid gap-2 sm:grid-cols-5">
        <Select
          name={name}
          defaultValue={window ?? ""}
          aria-label={label}
          className={dates ? "min-w-0 sm:col-span-2" : "min-w-0 sm:col-span-5"}
        >
          <option value="">Any time</option>
          {[...presets[direction], ...own].map((option) => (
            <option key={option} value={option}>
              {windowWords(option, at.timeZone)}
            </option>
          ))}
        </Select>
        {dates && (
          <div className="flex min-w-0 items-center gap-1.5 text-muted max-sm:flex-wrap sm:col-span-3">
            or <Input type="date" name={`${name}_from`} aria-label={`${label}, from day`} /> –{" "}
            <Input type="date" name={`${name}_to`} aria-label={`${label}, to day`} />
          </div>
        )}
      </div>
    </fieldset>
  );
}
