import { NoRecord } from "@/app/(portal)/_ui/no-record";

export default function NotFound() {
  return <NoRecord what="email" href="/admin/emails" linkText="Go to the email log" />;
}
