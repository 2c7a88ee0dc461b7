import Link from "next/link";
import { buttonStyle } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";

export default function NotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState
        title="There is no such record"
        action={
          <Link href="/payouts#search" className={buttonStyle("primary")}>
            Search payouts
          </Link>
        }
      >
        The address may be mistyped, or the record belongs to another organization.
      </EmptyState>
    </>
  );
}
