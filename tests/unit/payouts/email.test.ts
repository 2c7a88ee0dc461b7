import fc from "fast-check";
import { expect, test } from "vitest";
import { readEmail } from "@/lib/payouts/fields/email";

const read = (value: string) => readEmail({ line: 2, column: "email", value });
const codeOf = (value: string) => {
  const checked = read(value);
  return "fault" in checked ? checked.fault.code : "accepted";
};

test.each([
  ["o'connor+refunds@mail.example.com", "accepted"],
  [`${"a".repeat(64)}@example.com`, "accepted"],
  [`${"a".repeat(65)}@example.com`, "email_local_long"],
  [`ada@${"b".repeat(63)}.com`, "accepted"],
  [`ada@${"b".repeat(64)}.com`, "email_label_long"],
  ["ada@-example.com", "email_label_hyphen"],
  ["ada@example-.com", "email_label_hyphen"],
  ["josef@müller.example", "email_domain_letters"],
  ["tim.o’connor@example.com", "email_apostrophe"],
  ["Ada Byron <ada@example.com>", "email_with_name"],
  ["mailto:ada@example.com", "email_with_name"],
  ["ada@example.com, bob@example.com", "email_several"],
])("the address %s is %s", (value, code) => {
  expect(codeOf(value)).toBe(code);
});

test("a fault names the character, its place and what to write", () => {
  expect(read("tim.o’connor@example.com")).toMatchObject({
    fault: { message: expect.stringContaining("“’” (U+2019) at position 6") as string },
  });
  expect(read("josef@müller.example")).toMatchObject({
    fault: { suggestion: expect.stringContaining("josef@xn--mller-kva.example") as string },
  });
  expect(read("Ada <ada@example.com>")).toMatchObject({
    fault: { suggestion: expect.stringContaining("alone: ada@example.com") as string },
  });
});

test("no text makes the reading of an address fail, and no accepted address is longer than mail servers take", () => {
  const part = fc.string({ unit: fc.constantFrom(..."abc.-_+'@<>; ü’\u00a0"), maxLength: 80 });
  fc.assert(
    fc.property(part, part, (local, domain) => {
      const value = `${local}@${domain}`.trim();
      const checked = read(value);
      if ("fault" in checked) return;
      const [name = "", host = ""] = value.split("@");
      expect(name.length).toBeLessThanOrEqual(64);
      for (const label of host.split(".")) expect(label).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i);
    }),
  );
});
