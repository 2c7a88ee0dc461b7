import { NoRecord } from "@/app/(portal)/_ui/no-record";

export default function NotFound() {
  return <NoRecord what="batch" href="/batches" linkText="Go to the batches" />;
}
