import { NoRecord } from "@/app/(portal)/_ui/no-record";

export default function NotFound() {
  return <NoRecord what="view" href="/payouts/views" linkText="Go to the saved views" />;
}
