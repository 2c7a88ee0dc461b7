import { expect, it } from "vitest";
import { TooManyRequests } from "@/lib/errors";
import { Slots } from "@/lib/web/sign-in/slots";

const pending = () => {
  let end: (outcome?: Error) => void = () => undefined;
  const promise = new Promise<string>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve("done"));
  });
  return { work: () => promise, end };
};

it("as many pieces of work run at once as there are slots, the others in the order they came", async () => {
  const slots = new Slots(2, 10, 5);
  const begun: number[] = [];
  const works = [0, 1, 2, 3].map((number) => {
    const one = pending();
    const done = slots.run(() => (begun.push(number), one.work()));
    return { ...one, done };
  });
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  works[1]!.end();
  await works[1]!.done;
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  for (const { end } of works) end();
  expect(await Promise.all(works.map(({ done }) => done))).toEqual(Array(4).fill("done"));
});

it("work that fails gives its slot to the next", async () => {
  const slots = new Slots(1, 10, 5);
  const first = pending();
  const failed = slots.run(first.work);
  const next = slots.run(async () => "next");
  first.end(new Error("failed"));
  await expect(failed).rejects.toThrow("failed");
  expect(await next).toBe("next");
  expect(await slots.run(async () => "and another")).toBe("and another");
});

it("no more wait than may; the next is told when to come back, and nothing of it runs", async () => {
  const slots = new Slots(1, 2, 5);
  const first = pending();
  const running = [slots.run(first.work), slots.run(async () => "second"), slots.run(async () => "third")];
  const refused = await slots.run(() => Promise.reject(new Error("it ran"))).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(TooManyRequests);
  expect(refused).toMatchObject({ code: "rate_limited", retryAfterS: 5 });
  first.end();
  expect(await Promise.all(running)).toEqual(["done", "second", "third"]);
});
