import { createHook } from "node:async_hooks";

/** How many scrypt keys Node derives while `work` runs, in all and at most at once. */
export async function hashesUnder<T>(work: () => Promise<T>): Promise<{ result: T; all: number; most: number }> {
  const running = new Set<number>();
  let [all, most] = [0, 0];
  const hook = createHook({
    init(id, type) {
      if (type !== "SCRYPTREQUEST") return;
      running.add(id);
      all += 1;
      most = Math.max(most, running.size);
    },
    before: (id) => void running.delete(id),
  }).enable();
  const result = await work().finally(() => hook.disable());
  return { result, all, most };
}
