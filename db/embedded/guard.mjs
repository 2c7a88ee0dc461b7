// Outlives its owner by a moment: when the owner ends, however it ends, the system closes this process's stdin,
// and the guard releases the server. Plain JavaScript, so that it costs one small process and no loader.
import { existsSync, rmSync } from "node:fs";
import { release } from "./holders.mjs";

const [home = "", fate] = process.argv.slice(2);

// A terminal's or a service manager's signal reaches the owner too, and the owner decides the order of the end.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

process.stdin.resume();
process.stdin.on("error", () => {});
process.stdin.on("close", () => {
  // The directory may have been deleted; then the server must stop.
  if (!existsSync(home)) process.exit(0);
  release(home, process.pid).then(
    () => {
      if (fate === "discard") rmSync(home, { recursive: true, force: true });
      process.exit(0);
    },
    () => process.exit(1),
  );
});
