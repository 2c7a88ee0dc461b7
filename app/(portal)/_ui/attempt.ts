import { unstable_rethrow } from "next/navigation";
import type { ActionResult } from "@/lib/web/action";

/** Calls a server action; a network failure becomes a result with a message. */
export async function attempt<T>(call: () => Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  try {
    return await call();
  } catch (error) {
    // An action that leads to another page ends in this way.
    unstable_rethrow(error);
    return {
      ok: false,
      code: "fault",
      message:
        "The portal could not be reached. Check your connection. Reload the page to see whether the change was made, then try again.",
    };
  }
}
