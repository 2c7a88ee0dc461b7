import { expect, it } from "vitest";
import { SignInLimit } from "@/lib/web/sign-in-limit";

const start = 1_000_000;
const minutes = (count: number) => count * 60_000;
const takes = (limit: SignInLimit, address: string, count: number, now = start) =>
  Array.from({ length: count }, () => limit.take(address, now));

it("allows ten attempts for one address and refuses the eleventh", () => {
  const limit = new SignInLimit();
  expect(takes(limit, "a@example.com", 10)).toEqual(Array(10).fill(true));
  expect(limit.take("a@example.com", start + minutes(14))).toBe(false);
});

it("counts each address separately", () => {
  const limit = new SignInLimit();
  takes(limit, "a@example.com", 11);
  expect(limit.take("b@example.com", start)).toBe(true);
});

it("resets after fifteen minutes, however many attempts came meanwhile", () => {
  const limit = new SignInLimit();
  takes(limit, "a@example.com", 50);
  expect(limit.take("a@example.com", start + minutes(15) - 1)).toBe(false);
  expect(limit.take("a@example.com", start + minutes(15))).toBe(true);
});

it("starts again from zero after a right password", () => {
  const limit = new SignInLimit();
  takes(limit, "a@example.com", 9);
  limit.forgive("a@example.com");
  expect(takes(limit, "a@example.com", 10)).not.toContain(false);
});

it("forgets the oldest address after ten thousand others", () => {
  const limit = new SignInLimit();
  takes(limit, "first@example.com", 11);
  takes(limit, "second@example.com", 11);
  for (let index = 0; index < 9_999; index++) limit.take(`${index}@example.com`, start);
  expect(limit.take("second@example.com", start)).toBe(false);
  expect(limit.take("first@example.com", start)).toBe(true);
});
