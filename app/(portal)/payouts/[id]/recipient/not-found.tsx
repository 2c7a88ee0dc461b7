import { NoRecord } from "@/app/(portal)/_ui/no-record";

export default function NotFound() {
  return <NoRecord what="recipient" href="/payouts#search" linkText="Search payouts" />;
}
