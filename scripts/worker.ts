import { withDatabase } from "./command";
import { startChild } from "./child";

// The worker alone, for a machine whose portal runs elsewhere.
await withDatabase(async () => {
  const worker = startChild(["--import", "tsx", "lib/worker/main.ts"]);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void worker.stop());
  return (await worker.ended) === 0 ? 0 : 1;
});
