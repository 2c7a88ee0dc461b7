// The web server: the framework behind lib/web/server/front.ts. Plain JavaScript, so that the framework itself does not
// run through the loader that reads TypeScript.
import { createServer } from "node:http";
import next from "next";
import { tsImport } from "tsx/esm/api";

const { answerMalformed, frontOf } = await tsImport("./front.ts", import.meta.url);
const { oneLineARequest } = await tsImport("./request-log.ts", import.meta.url);

// As the framework calls a server of its own, so that it is found among the processes.
process.title = "next-server";

const dev = process.env.NODE_ENV === "development";
const hostname = process.env.HOST || "127.0.0.1";
const port = Number(process.env.PORT || 3000);
const visible =
  { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[hostname] ?? (hostname.includes(":") ? `[${hostname}]` : hostname);

// Where the framework asks itself for a page after an action. Without it, it would ask the host that the request names.
process.env.__NEXT_PRIVATE_ORIGIN = `http://${visible}:${port}`;

if (!dev) oneLineARequest();
const server = createServer();
const app = next({ dev, hostname, port, httpServer: server });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void stop());
await app.prepare();
server.on("request", frontOf(app.getRequestHandler()));
server.on("clientError", answerMalformed);
server.listen(port, hostname);

/** Ends with what is under way answered. */
async function stop() {
  await new Promise((closed) => {
    if (!server.listening) closed(undefined);
    server.close(closed);
  });
  await app.close();
  process.exit(0);
}
