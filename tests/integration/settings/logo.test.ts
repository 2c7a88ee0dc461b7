import { eq } from "drizzle-orm";
import sharp from "sharp";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { events } from "@/db/schema/events";
import { logos } from "@/db/schema/logos";
import { GET } from "@/app/logos/[organization]/[hash]/route";
import { readLogo } from "@/lib/settings/logo-image";
import { changeLogo, logoFile, organizationLogo } from "@/lib/settings/logos";
import { useDatabase } from "@/tests/support/database";
import { createOrganization, createUser } from "@/tests/support/factories";
import { atOnce, refused, twentyAdmins } from "@/tests/support/twenty";

useDatabase();

const red = { r: 200, g: 20, b: 20 };
const drawn = (width = 900, height = 120, background = red) =>
  sharp({ create: { width, height, channels: 3, background } });
const png = (width?: number, height?: number) => drawn(width, height).png().toBuffer();
const setUp = async () => {
  const organization = await createOrganization();
  return { organization, actor: (await createUser(organization)).actor };
};
const eventsOf = (organizationId: string) => db.select().from(events).where(eq(events.organizationId, organizationId));

/** A PNG whose header promises a picture of this size, and whose pixels are few. */
function promising(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(3_000_000))),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([start, ...parts]);
}

/** CRC-32 of PNG (ISO 3309). */
function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

describe("a picture", () => {
  test.each([
    ["a PNG", () => png()],
    ["a JPEG", () => drawn().jpeg().toBuffer()],
    ["a WebP", () => drawn().webp().toBuffer()],
    ["a JPEG in CMYK", () => drawn().toColourspace("cmyk").jpeg().toBuffer()],
  ])("that is %s becomes a PNG in sRGB, no larger than twice what is shown", async (_, make) => {
    const image = await readLogo(await make());
    const read = await sharp(image.png).metadata();
    expect(read).toMatchObject({ format: "png", space: "srgb", width: 480, height: 64 });
    expect(image).toMatchObject({ width: 480, height: 64 });
    const [r, , b] = await sharp(image.png).removeAlpha().raw().toBuffer();
    expect(r! > 150 && b! < 100).toBe(true);
  });

  test("keeps its transparency, and is not made larger than it is", async () => {
    const clear = sharp({ create: { width: 40, height: 20, channels: 4, background: { ...red, alpha: 0 } } });
    const image = await readLogo(await clear.png().toBuffer());
    expect(await sharp(image.png).metadata()).toMatchObject({ width: 40, height: 20, hasAlpha: true });
  });

  test("loses where it was taken and every other word in it, and stands upright", async () => {
    const photo = await drawn(200, 100)
      .withExif({ IFD0: { Copyright: "secret-owner" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const { png: made, width, height } = await readLogo(photo);
    expect(await sharp(made).metadata()).not.toHaveProperty("exif");
    expect(made.includes("secret-owner")).toBe(false);
    expect(height).toBeGreaterThan(width);
  });

  test("that is another kind of file too loses that other kind", async () => {
    const script = "<script>alert(1)</script>PK\u0003\u0004";
    const both = Buffer.concat([await png(), Buffer.from(script)]);
    const made = (await readLogo(both)).png;
    expect(made.includes("<script>")).toBe(false);
    expect(made.includes("PK\u0003\u0004")).toBe(false);
  });

  const animated = async () =>
    sharp([await png(20, 20), await drawn(20, 20, { r: 0, g: 0, b: 255 }).png().toBuffer()], {
      join: { animated: true },
    })
      .webp()
      .toBuffer();
  const movingPng = async () => {
    const still = await png(20, 20);
    // After the header, whose length is fixed, stands the chunk that says that it moves.
    return Buffer.concat([
      still.subarray(0, 33),
      Buffer.from("\0\0\0\bacTL\0\0\0\u0002\0\0\0\0\0\0\0\0"),
      still.subarray(33),
    ]);
  };
  test.each([
    ["an SVG", async () => Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "PNG, JPEG or WebP"],
    ["a GIF", () => drawn(20, 20).gif().toBuffer(), "PNG, JPEG or WebP"],
    ["a page that calls itself a picture", async () => Buffer.from("<html>"), "PNG, JPEG or WebP"],
    ["nothing", async () => Buffer.alloc(0), "PNG, JPEG or WebP"],
    ["the first bytes of a PNG alone", async () => (await png()).subarray(0, 8), "damaged"],
    ["a PNG that breaks off", async () => truncated(await png(300, 300)), "damaged"],
    ["a JPEG that breaks off", async () => truncated(await drawn(300, 300).jpeg().toBuffer()), "damaged"],
    ["a WebP that breaks off", async () => truncated(await drawn(300, 300).webp().toBuffer()), "damaged"],
    ["larger than 1 MB", async () => Buffer.concat([await png(), Buffer.alloc(1_048_577)]), "1 MB"],
    [
      "a bomb: a small file of 30,000 × 30,000 pixels",
      async () => promising(30_000, 30_000),
      "30000 × 30000 pixels|damaged",
    ],
    ["too wide", () => png(4_001, 10), "4001 × 10 pixels"],
    ["an animated WebP", animated, "moves"],
    ["an animated PNG", movingPng, "moves"],
  ])("that is %s is refused", async (_, make, words) => {
    const before = process.memoryUsage().rss;
    expect(await refused(readLogo(await make()))).toMatchObject({
      code: "invalid",
      field: "logo",
      message: expect.stringMatching(words),
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });
});

const truncated = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));

test("a logo is shown from its change on, with one event; the same again changes nothing; the former one stays", async () => {
  const { organization, actor } = await setUp();
  const [first, second] = [await readLogo(await png()), await readLogo(await png(100, 100))];
  expect(await changeLogo(actor, first, "")).toBe(true);
  expect(await changeLogo(actor, first, "")).toBe(false);
  const shown = await organizationLogo(actor);
  expect(shown.logo).toEqual({ path: `/logos/${organization.id}/${shown.hash}`, width: 240, height: 32 });
  await changeLogo(actor, second, shown.hash);
  const next = await organizationLogo(actor);
  expect(next.hash).not.toBe(shown.hash);
  await changeLogo(actor, null, next.hash);
  expect((await organizationLogo(actor)).logo).toBeNull();
  expect(await logoFile(organization.id, shown.hash)).toEqual(first.png);
  const told = (await eventsOf(organization.id)).map(({ data }) => [data!["logo.from"], data!["logo.to"]]);
  const [one, two] = [shown.hash.slice(0, 12), next.hash.slice(0, 12)];
  expect(told.sort()).toEqual(
    [
      ["", one],
      [one, two],
      [two, ""],
    ].sort(),
  );
});

test("of twenty admins who choose a logo at once, one does, and the others are told", async () => {
  const { organization } = await setUp();
  const images = await Promise.all(Array.from({ length: 20 }, async (_, index) => readLogo(await png(20 + index, 20))));
  const admins = await twentyAdmins(organization);
  const { done, refusals } = await atOnce(admins.map(({ actor }, index) => changeLogo(actor, images[index]!, "")));
  expect(done).toEqual([true]);
  expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(["conflict"]));
  expect(await eventsOf(organization.id)).toHaveLength(1);
  expect(await db.$count(logos, eq(logos.organizationId, organization.id))).toBe(1);
});

test("a viewer cannot change the logo", async () => {
  const { organization } = await setUp();
  const { actor } = await createUser(organization, { role: "viewer" });
  expect(await refused(changeLogo(actor, await readLogo(await png()), ""))).toMatchObject({ code: "forbidden" });
});

test("a logo is served by organization and hash alone, as a PNG to keep; any other address finds nothing", async () => {
  const { organization, actor } = await setUp();
  const stranger = await setUp();
  await changeLogo(actor, await readLogo(await png()), "");
  const { hash } = await organizationLogo(actor);
  const get = (organizationId: string, of: string) =>
    GET(new Request("http://portal.example/"), { params: Promise.resolve({ organization: organizationId, hash: of }) });
  const found = await get(organization.id, hash);
  expect(found.status).toBe(200);
  expect(found.headers.get("content-type")).toBe("image/png");
  expect(found.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect((await sharp(Buffer.from(await found.arrayBuffer())).metadata()).format).toBe("png");
  for (const [id, of] of [
    [stranger.organization.id, hash],
    [organization.id, hash.replace(/./, (first) => (first === "0" ? "1" : "0"))],
    [organization.id, "x"],
    ["not-an-id", hash],
  ])
    expect((await get(id!, of!)).status).toBe(404);
});
