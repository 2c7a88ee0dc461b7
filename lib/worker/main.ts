import { closeDb, listen } from "@/db/client";
import { logFault } from "@/lib/fault";
import { lateAnswersEnded } from "@/lib/emails/late-answers";
import { closeMail } from "@/lib/mail/pool";
import { lookAnew, workChannel } from "@/lib/queue";
import { keepBeating } from "./beat";
import { serveQueue, type Served } from "./loop";
import { queueTable, type Queue } from "./queues";

// Shorter than the time that the start script waits. Work that is not finished then is claimed by another worker when
// its lease ends.
const graceMs = 8_000;

/** Serves every open queue until the process is told to end. */
async function run(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop.abort());
  const served = new Map<string, Served>();
  const wakeSome = (name: string) => {
    lookAnew();
    // After a lost connection the payload is empty: a notification of any queue may have been missed.
    for (const queue of name === "" ? served.values() : [served.get(name)]) queue?.wake();
  };
  const subscription = await listen(workChannel, wakeSome);
  for (const [name, queue] of openQueues()) served.set(name, serveQueue(name, queue, stop.signal));
  console.log(greeting([...served.keys()]));
  stop.signal.addEventListener("abort", () => setTimeout(() => process.exit(0), graceMs).unref());
  await Promise.all([keepBeating(stop.signal), ...[...served.values()].map(({ ended }) => ended)]);
  closeMail();
  await lateAnswersEnded();
  await subscription.close();
  await closeDb();
}

const openQueues = (): [string, Queue][] => Object.entries<Queue>(queueTable).filter(([, queue]) => queue.open());

function greeting(names: string[]): string {
  const mail = names.includes("emails") ? "" : " SMTP_URL is not set, so emails stay queued.";
  return `The worker serves ${new Intl.ListFormat("en-US").format(names)}.${mail}`;
}

run().catch((error: unknown) => {
  logFault("worker", "", error);
  process.exit(1);
});
