import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Icon } from "@/app/_ui/icon";
import { dashboardHref, type DashboardAddress, type DashboardTable } from "@/lib/dashboard/address";

/** One day: its name, the parts of its number, and the link to its payouts. */
export type DayLine = { label: string; parts: readonly string[]; total: string; href: Route };

/** Whether a table is shown, and where it is shown or hidden. */
export type TableSwitch = { shown: boolean; href: Route };

/** The address keeps which drawings are tables too, so that a page that nobody reads so does not carry their rows. */
export function tableSwitch(address: DashboardAddress, drawing: DashboardTable): TableSwitch {
  const others = (address.table ?? []).filter((one) => one !== drawing);
  const shown = others.length < (address.table?.length ?? 0);
  const table = shown ? others : [...others, drawing];
  return { shown, href: dashboardHref({ ...address, table: table.length > 0 ? table : undefined }) };
}

type Props = {
  switch: TableSwitch;
  caption: string;
  parts: readonly string[];
  total: string;
  /** The latest day first. */
  lines: readonly DayLine[];
};

/** The same days, numbers and links as the drawing, where somebody asks for them. */
export const ChartTable = ({ switch: { shown, href }, ...table }: Props) => (
  <div className="text-sm text-muted">
    <SoftLink
      href={href}
      keepPlace
      aria-expanded={shown}
      className="group inline-flex items-center gap-1 py-0.5 underline underline-offset-2 hover:text-ink max-sm:py-3"
    >
      Show as a table<span className="sr-only">: {table.caption}</span>
      <Icon name="chevron-down" className="size-3.5 group-aria-expanded:rotate-180" />
    </SoftLink>
    {shown && <Days {...table} />}
  </div>
);

const Days = ({ caption, parts, total, lines }: Omit<Props, "switch">) => (
  <table className="day-table">
    <caption className="sr-only">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">Day</th>
        {parts.map((part) => (
          <th key={part} scope="col">
            {part}
          </th>
        ))}
        <th scope="col">{total}</th>
      </tr>
    </thead>
    <tbody>
      {lines.map((line) => (
        <tr key={line.label}>
          <th scope="row">{line.label}</th>
          {line.parts.map((part, index) => (
            <td key={parts[index]}>{part}</td>
          ))}
          <td>
            <SoftLink href={line.href}>{line.total}</SoftLink>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);
