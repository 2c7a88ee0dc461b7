import { Input, Select } from "@/app/_ui/field";
import { windowWords, type At, type TimeWindow } from "@/lib/time-window";

const presets = { last: ["last-24h", "last-7d", "last-30d", "last-90d", "last-365d"], next: ["next-24h", "next-7d", "next-30d"] } as const;

type Props = { name: string; label: string; window: TimeWindow | undefined; at: At; direction: keyof typeof presets; dates?: boolean };

/** A window of time: a preset, or two days of the organization's zone, which win over the preset. */
export function WindowField({ name, label, window, at, direction, dates = true }: Props) {
  const own = window === undefined || (presets[direction] as readonly string[]).includes(window) ? [] : [window];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap gap-2">
        <Select name={name} defaultValue={window ?? ""} aria-label={label} className="min-w-0 flex-1 basis-40">
          <option value="">Any time</option>
          {[...presets[direction], ...own].map((option) => (
            <option key={option} value={option}>
              {windowWords(option, at.timeZone)}
            </option>
          ))}
        </Select>
        {dates && (
          <div className="flex flex-1 basis-64 flex-wrap gap-1.5 text-muted">
            <span className="flex flex-1 items-center gap-1.5">
              or <Input type="date" name={`${name}_from`} aria-label={`${label}, from day`} />
            </span>
            <span className="flex flex-1 items-center gap-1.5">
              – <Input type="date" name={`${name}_to`} aria-label={`${label}, to day`} />
            </span>
          </div>
        )}
      </div>
    </fieldset>
  );
}
