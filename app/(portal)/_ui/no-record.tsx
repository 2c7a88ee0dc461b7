import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";

/** Shown for a record that does not exist or belongs to another organization, without saying which. */
export const NoRecord = ({ what, href, linkText }: { what: string; href: Route; linkText: string }) => (
  <>
    <PageHeader title="Not found" />
    <EmptyState
      title={`There is no such ${what}`}
      action={
        <SoftLink href={href} className={buttonStyle("primary")}>
          {linkText}
        </SoftLink>
      }
    >
      The address may be mistyped, or this {what} belongs to another organization.
    </EmptyState>
  </>
);
