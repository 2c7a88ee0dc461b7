import { Icon } from "@/app/_ui/icon";

type Props = { onMac: boolean; narrow?: boolean };

/** Opens the command menu; `Shortcuts` listens for it. `narrow`: an icon, in the bar at the top of narrow screens. */
export function CommandButton({ onMac, narrow = false }: Props) {
  return (
    <button
      type="button"
      data-commands=""
      data-scripted=""
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      aria-label={narrow ? "Search or go to" : undefined}
      className={
        narrow
          ? "ms-auto grid size-11 place-items-center rounded-control hover:bg-sunken"
          : "flex h-9 items-center gap-2 rounded-control border border-line px-2 text-start text-muted hover:bg-sunken hover:text-ink"
      }
    >
      <Icon name="search" className={narrow ? "size-5" : "size-4 shrink-0"} />
      {!narrow && (
        <>
          <span className="min-w-0 flex-1 truncate">Search or go to</span>
          <kbd className="text-xs">{onMac ? "⌘ K" : "Ctrl K"}</kbd>
        </>
      )}
    </button>
  );
}
