import { AsyncLocalStorage } from "node:async_hooks";
import type { Answer, Sending } from "@/db/driver/connection";
import { databaseOver } from "@/db/driver/session";
import * as product from "@/db/client";

/** What tests get for `@/db/client`: the same, but that their own statements can be told from those of the product. */
// eslint-disable-next-line no-restricted-syntax -- It stands in for the other file, so it exports all of it.
export * from "@/db/client";

const ofTests = new AsyncLocalStorage<true>();

export const isOfTests = (): boolean => ofTests.getStore() === true;

type Client = { unsafe(text: string, params: unknown[]): PromiseLike<Answer> & { values(): PromiseLike<Answer> } };
const { client } = (product.db as unknown as { session: { client: Client } }).session;

export const transaction: typeof product.transaction = (body, options) =>
  ofTests.run(true, () => product.transaction(body, options));

export const db: product.Db = databaseOver({
  run: async (text: string, params: unknown[], { rows }: Sending) =>
    ofTests.run(true, async () => {
      const answer = client.unsafe(text, params);
      return rows === "arrays" ? await answer.values() : await answer;
    }),
  transaction: (body, config) => transaction(body, config as Parameters<typeof transaction>[1]),
});
