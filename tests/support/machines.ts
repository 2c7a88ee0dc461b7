import { once } from "node:events";
import { mkdirSync, openSync } from "node:fs";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { answers } from "@/scripts/run/address";
import { ROOT, startChild, WEB_SERVER, type Child } from "@/scripts/run/child";
import { freePort } from "./free-port";

export type Machine = { web: Child; worker: Child; port: number };

const LOG = path.join(ROOT, ".data/machines.log");

/** A portal and a worker, as one machine of several has them: the same build, the same keys, the same database. */
export async function startMachine(environment: Record<string, string>): Promise<Machine> {
  const port = await freePort();
  const own = { ...environment, PORT: String(port), HOST: "127.0.0.1" };
  mkdirSync(path.dirname(LOG), { recursive: true });
  const log = openSync(LOG, "a");
  const worker = startChild(["--import", "tsx", "lib/worker/main.ts"], own, log);
  const web = startChild([WEB_SERVER], own, log);
  if (!(await answers(`http://127.0.0.1:${port}/api/health`, web.ended)))
    throw new Error(`A portal did not start; see ${LOG}.`);
  return { web, worker, port };
}

/**
 * A proxy that gives each request to the next machine, and one that its machine does not answer to the other.
 * @returns its address, and how many requests each port has answered
 */
export async function startProxy(ports: readonly number[]) {
  const answered = new Map<number, number>();
  let turn = 0;
  const server = createServer((from, to) => {
    const [first, second] = turn++ % 2 === 0 ? ports : ports.toReversed();
    pass(from, to, first!, () => pass(from, to, second!, () => to.writeHead(502).end()));
  });
  const pass = (from: IncomingMessage, to: ServerResponse, port: number, otherwise: () => void) => {
    const asked = request({ host: "127.0.0.1", port, path: from.url, headers: from.headers }, (answer) => {
      answered.set(port, (answered.get(port) ?? 0) + 1);
      to.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(to);
    });
    asked.on("error", otherwise);
    asked.end();
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    close: () => new Promise((closed) => server.close(closed)),
  };
}
