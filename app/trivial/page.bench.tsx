import { currentMoment } from "@/lib/moment";

/**
 * The least that a page of the portal can be: the root layout and one SELECT, without a session. The benchmark measures
 * the other pages against it. Only its own build has this page: see `next.config.ts`.
 */
export default async function TrivialPage() {
  const { now } = await currentMoment({ timeZone: "UTC" });
  return <p>{now.toISOString()}</p>;
}
