// Outlives its owner by a moment: when the owner ends, however it ends, the system closes this process's stdin,
// and the guard lets go of the server. Plain JavaScript, so that it costs one small process and no loader.
import { existsSync } from "node:fs";
import { release } from "./holders.mjs";

const home = process.argv[2] ?? "";

// A terminal's or a service manager's signal reaches the owner too, and the owner decides the order of the end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

process.stdin.resume();
process.stdin.on("error", () => {});
process.stdin.on("close", () => {
  // A throw-away cluster may be gone already, with its server.
  if (!existsSync(home)) process.exit(0);
  release(home, process.pid).then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
