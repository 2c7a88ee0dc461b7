import { NoRecord } from "../../../_ui/no-record";

export default function NotFound() {
  return <NoRecord what="email" href="/admin/emails" lookThere="Go to the email log" />;
}
