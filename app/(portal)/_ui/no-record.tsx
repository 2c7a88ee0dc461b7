import type { Route } from "next";
import Link from "next/link";
import { buttonStyle } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";

/** In the place of a record that is not there, or is another organization's: which of the two it is, is not said. */
export const NoRecord = ({ what, href, lookThere }: { what: string; href: Route; lookThere: string }) => (
  <>
    <PageHeader title="Not found" />
    <EmptyState
      title={`There is no such ${what}`}
      action={
        <Link href={href} className={buttonStyle("primary")}>
          {lookThere}
        </Link>
      }
    >
      The address may be mistyped, or the {what} belongs to another organization.
    </EmptyState>
  </>
);
