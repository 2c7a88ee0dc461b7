import { vi } from "vitest";
import { Connection } from "@/db/driver/connection";

/** The statements that `work` sends to the database, in their order. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const send = vi.spyOn(Connection.prototype, "send");
  try {
    await work();
    return send.mock.calls.map(([text]) => text);
  } finally {
    send.mockRestore();
  }
}
