import { logFault } from "@/lib/fault";
import { exchanges } from "@/lib/web/exchange";

const isLine = (said: unknown[]) => said.length === 1 && typeof said[0] === "string" && said[0].startsWith('{"level":');

/** A message of the framework up to the first thing in it that a person may have sent. */
class FrameworkMessage extends Error {
  override stack = undefined;
  constructor(said: unknown) {
    super();
    this.name = /^[A-Za-z ,.']{0,80}/.exec(String(said))?.[0] ?? "";
  }
}

/**
 * Whatever the framework says while it works on a request becomes a line of the log like ours, which quotes nobody; and
 * a request without a session writes one line at most, so that a stranger cannot fill the disk.
 */
export function oneLineARequest(): void {
  for (const level of ["error", "warn"] as const) {
    const write = console[level].bind(console);
    console[level] = (...said: unknown[]) => {
      const exchange = exchanges.getStore();
      if (!exchange) return write(...said);
      if (exchange.anonymous && exchange.logged) return;
      if (!isLine(said)) return logFault("framework", "", said.find((one) => one instanceof Error) ?? message(said));
      exchange.logged = true;
      write(...said);
    };
  }
}

const message = (said: unknown[]) => new FrameworkMessage(said.find((one) => typeof one === "string") ?? "");
