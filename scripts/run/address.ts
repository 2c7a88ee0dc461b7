import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** Whether the port can be listened on; waits a moment for the portal of a run that was just killed to let go of it. */
export async function isPortFree(port: number, host: string, waitMs = 5_000): Promise<boolean> {
  const giveUpAt = Date.now() + waitMs;
  while (!(await canListen(port, host))) {
    if (Date.now() > giveUpAt) return false;
    await pause(200);
  }
  return true;
}

/** Resolves true when the address answers any request, false when `ended` settles or the time is over first. */
export async function answers(url: string, ended: Promise<unknown>, waitMs = 60_000): Promise<boolean> {
  let over = false;
  void ended.then(() => (over = true));
  const giveUpAt = Date.now() + waitMs;
  while (!over && Date.now() < giveUpAt) {
    const reached = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(30_000) }).then(
      () => true,
      () => false,
    );
    if (reached) return !over;
    await pause(100);
  }
  return false;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().on("error", () => resolve(false));
    probe.listen({ port, host }, () => probe.close(() => resolve(true)));
  });
}
