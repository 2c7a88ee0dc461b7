import { Icon } from "@/app/_ui/icon";
import { PayoutStatusBadge } from "@/app/(portal)/_payouts/payout-status";
import type { FoundPayout } from "@/lib/payouts/search/first-found";
import type { Choice, ChoiceGroup } from "./choice-groups";

type Props = {
  id: string;
  groups: readonly ChoiceGroup[];
  /** The key of the choice that Enter takes. */
  active: string | undefined;
  /** The pointer is on a choice. */
  onPoint: (key: string) => void;
  onChoose: (choice: Choice, beside: boolean) => void;
};

/** The list of the command menu. Its options are never focused: the field says which one is active. */
export const Choices = ({ id, groups, active, onPoint, onChoose }: Props) => (
  <div id={id} role="listbox" aria-label="Results" className="command-list overflow-y-auto overscroll-contain p-2">
    {groups.map(({ title, choices }) => (
      <div key={title} role="group" aria-label={title}>
        <div aria-hidden className="px-2 pt-2 pb-1 text-xs font-medium text-muted">
          {title}
        </div>
        {choices.map((choice) => (
          <div
            key={choice.key}
            id={`${id}-${choice.key}`}
            role="option"
            aria-selected={choice.key === active}
            onPointerMove={() => choice.key !== active && onPoint(choice.key)}
            onClick={(event) => onChoose(choice, event.ctrlKey || event.metaKey)}
            className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2 py-1.5 aria-selected:bg-sunken max-sm:min-h-11"
          >
            <Icon name={choice.icon} className="size-4 shrink-0 text-muted" />
            {choice.payout ? <PayoutWords payout={choice.payout} /> : <span className="min-w-0">{choice.label}</span>}
          </div>
        ))}
      </div>
    ))}
  </div>
);

function PayoutWords({ payout }: { payout: FoundPayout }) {
  const { recipientName, recipientEmail, reference, amount, currency, status } = payout;
  return (
    <span className="flex min-w-0 flex-1 items-center gap-x-3 max-sm:flex-wrap">
      <span className="min-w-0 flex-1 max-sm:basis-full">
        <bdi className="block truncate font-medium">{recipientName}</bdi>
        <span className="block truncate text-sm text-muted">
          <bdi>{reference}</bdi> · <bdi>{recipientEmail}</bdi>
        </span>
      </span>
      <span className="flex items-center gap-2">
        <span className="tabular-nums">
          {amount} <span className="text-muted">{currency}</span>
        </span>
        <PayoutStatusBadge status={status} />
      </span>
    </span>
  );
}
