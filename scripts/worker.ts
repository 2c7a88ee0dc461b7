import { withDatabase } from "./run/command";
import { startChild } from "./run/child";

// The worker alone, for a machine whose portal runs elsewhere.
await withDatabase(async () => {
  const worker = startChild(["--import", "tsx", "lib/worker/main.ts"]);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void worker.stop());
  return (await worker.ended) === 0 ? 0 : 1;
});
