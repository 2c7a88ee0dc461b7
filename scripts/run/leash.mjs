// Loaded into a child with `node --import`. The parent holds the other end of the pipe LEASH_FD names; the system
// closes it when the parent ends, even by kill -9, and then this process ends too.
import { Socket } from "node:net";

const GRACE_MS = 4_000;

const descriptor = Number(process.env.LEASH_FD);
// A grandchild inherits the variable but not the pipe.
delete process.env.LEASH_FD;

if (descriptor > 2) {
  const leash = new Socket({ fd: descriptor, writable: false });
  leash.on("error", () => {});
  leash.on("close", () => {
    process.kill(process.pid, "SIGTERM");
    // An open stream can keep a server from ending; nobody waits for it any more.
    setTimeout(() => process.exit(1), GRACE_MS).unref();
  });
  leash.resume();
  leash.unref();
}
