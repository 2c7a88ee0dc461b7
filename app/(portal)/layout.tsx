import { Icon } from "@/app/_ui/icon";
import { SoftLink } from "@/app/_ui/soft-link";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { requireUser } from "@/lib/web/auth";
import { isAdmin } from "@/lib/actor";
import { hrefOfQuery } from "@/lib/views/address";
import { listViews } from "@/lib/views/queries";
import { Toaster } from "@/app/_ui/toast";
import { AccountMenu } from "./_shell/account-menu";
import { CommandButton } from "./_shell/command-button";
import { Navigation } from "./_shell/navigation";
import { Shortcuts } from "./_shell/shortcuts";
import { SoftNavigation } from "./_shell/soft-navigation";
import { ViewCounts } from "./_shell/view-counts";
import { ViewLinks } from "./_shell/view-links";

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const actor = await requireUser();
  const views = await listViews(actor);
  const onMac = /Mac OS|iPhone|iPad/.test((await headers()).get("user-agent") ?? "");
  const payouts = views.find(({ isDefault }) => isDefault);
  return (
    <div data-theme={actor.theme} className="has-data-toast:pb-40 max-sm:has-data-review-bar:pb-44 lg:pl-sidebar">
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <NarrowHeader onMac={onMac} />
      <aside id="menu" popover="auto" className="side-menu">
        <div className="flex flex-col gap-5 max-lg:hidden">
          <WordMark />
          <CommandButton onMac={onMac} />
        </div>
        <Navigation
          admin={isAdmin(actor)}
          payouts={payouts ? hrefOfQuery(payouts.query) : "/payouts"}
          views={<ViewLinks views={views} />}
        />
        <AccountMenu actor={actor} />
      </aside>
      <main id="content" tabIndex={-1} className="mx-auto max-w-page px-4 py-6 outline-none sm:px-6 lg:px-8">
        <noscript>
          <p className="mb-4 text-muted">
            This browser runs no scripts here. You can read and filter everything; actions that first ask you something
            are not offered.
          </p>
        </noscript>
        {children}
      </main>
      <Shortcuts admin={isAdmin(actor)} />
      <SoftNavigation />
      {views.length > 0 && <ViewCounts views={views.map(({ id, query }) => id + query).join()} />}
      <Toaster />
    </div>
  );
}

/** The head of a narrow page: the menu, which stands at the side of a wide one, opens from a button. */
const NarrowHeader = ({ onMac }: { onMac: boolean }) => (
  <header className="flex items-center justify-between border-b border-line bg-surface px-4 py-2.5 lg:hidden">
    <WordMark />
    <CommandButton onMac={onMac} narrow />
    <button
      type="button"
      popoverTarget="menu"
      aria-label="Menu"
      className="grid size-11 place-items-center rounded-control hover:bg-sunken"
    >
      <Icon name="menu" className="size-5" />
    </button>
  </header>
);

function WordMark() {
  return (
    <SoftLink href="/" className="px-2 text-lg font-semibold tracking-tight">
      Meridian
    </SoftLink>
  );
}
