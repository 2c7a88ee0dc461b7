"use client";

import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from "react";
import { Th } from "@/app/_ui/table";
import { toast } from "@/app/_ui/toast";
import { fromColumns, type Columns } from "./columns";
import type { PayoutSubject } from "./payout-subject";
import { useDrawn } from "./use-drawn";
import type { AllMatching } from "./_selection/all-matching";
import type { Chooser } from "./_selection/chooser";
import type { SelectionBar } from "./_selection/selection-bar";

type Props = {
  /** The payouts of the page, in the order of their rows. */
  lines: Columns<PayoutSubject>;
  /** Null where the viewer may not act on payouts: then nothing can be selected. */
  all: AllMatching | null;
  /** The table, with a `SelectAllTh` and a `SelectTd` in each row. */
  children: ReactNode;
};

/**
 * Around a table of payouts whose rows can be selected. The boxes themselves hold what is selected. How they work
 * together, and the bar with the actions, come when somebody gets near them.
 */
export const Selecting = ({ all, children, ...rest }: Props) =>
  all ? (
    <Selectable all={all} {...rest}>
      {children}
    </Selectable>
  ) : (
    children
  );

function Selectable({ lines, all, children }: Props & { all: AllMatching }) {
  const table = useRef<HTMLDivElement>(null);
  const chooser = useRef<Chooser>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [Bar, setBar] = useState<typeof SelectionBar | null>(null);
  const [announced, announce] = useState("");
  useEffect(() => chooser.current?.read(), [lines]);
  const load = async (): Promise<Chooser> => {
    const [choosing, bar] = await Promise.all([import("./_selection/chooser"), import("./_selection/selection-bar")]);
    chooser.current ??= new choosing.Chooser(table.current!, setChosen);
    setBar(() => bar.SelectionBar);
    return chooser.current;
  };
  const take = ({ nativeEvent }: SyntheticEvent) => {
    if (chooser.current) chooser.current.take(nativeEvent);
    else load().then((loaded) => loaded.take(nativeEvent), notLoaded);
  };
  const loadAhead = () => void (chooser.current ?? load().catch(() => {}));
  const selected = chosen.length > 0 ? fromColumns(lines).filter(({ payoutId }) => chosen.includes(payoutId)) : [];
  return (
    <>
      <div ref={table} onClick={take} onKeyDown={take} onFocus={loadAhead} onPointerEnter={loadAhead}>
        {children}
      </div>
      {Bar && selected.length > 0 && (
        <Bar
          selected={selected}
          onPage={lines.count}
          all={all}
          choose={(every) => chooser.current?.choose(every)}
          announce={announce}
        />
      )}
      <p role="status" className="sr-only">
        {announced}
      </p>
    </>
  );
}

const notLoaded = () => toast("The portal could not be reached. Check your connection, then try again.", false);

/**
 * Selects all rows of the page. In a narrow table, which has no visible head, the bar offers it. Boxes are drawn by the
 * browser alone: without scripts they would do nothing.
 */
export function SelectAllTh() {
  const drawn = useDrawn();
  return (
    <Th className="cell-select">
      {drawn ? (
        <label>
          <input type="checkbox" data-select-all="" aria-label="Select all payouts on this page" />
        </label>
      ) : (
        <span className="sr-only">Selected</span>
      )}
    </Th>
  );
}

/** The first cell of a row that can be selected. */
export function SelectTd({ payoutId, recipientName }: Pick<PayoutSubject, "payoutId" | "recipientName">) {
  const drawn = useDrawn();
  return (
    <td className="cell-select">
      {drawn && (
        <label>
          <input type="checkbox" data-select="" value={payoutId} aria-label={`Select payout to ${recipientName}`} />
        </label>
      )}
    </td>
  );
}
