import type { ActionResult } from "@/lib/web/action";

/** A call that never reached the server, or never came back, is an outcome too. */
export async function attempt<T>(call: () => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await call();
  } catch {
    return {
      ok: false,
      code: "fault",
      message:
        "The portal could not be reached. Check your connection, reload the page to see what was done, then try again.",
    };
  }
}
