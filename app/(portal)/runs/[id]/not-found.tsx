import { NoRecord } from "@/app/(portal)/_ui/no-record";

export default function NotFound() {
  return <NoRecord what="run" href="/runs" linkText="Go to the runs" />;
}
