import { DomainError } from "@/lib/errors";

const logoLimits = {
  bytes: 1_048_576,
  /** Pixels a side of the picture that is sent. */
  side: 4_000,
  /** Pixels a side at which it is shown; the file has twice as many, for screens with fine pixels. */
  shown: { width: 240, height: 48 },
} as const;

/** A picture that we made: a PNG of its pixels alone. */
export type LogoImage = { png: Buffer; width: number; height: number };

/** What a file says it is in its first bytes. Its name and the type that a browser sends say nothing. */
const signatures: Record<string, (bytes: Buffer) => boolean> = {
  png: (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  jpeg: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  webp: (bytes) => bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP",
};

const refuse = (message: string) => new DomainError("invalid", message, "logo");
const damaged = () => refuse("This picture is damaged or not complete. Save it again as PNG, and choose that file.");

/**
 * Reads a picture that somebody sent and draws it anew, upright, in sRGB, at most at twice the size at which it is
 * shown. So nothing of the file is kept but its pixels: no place where a photo was taken, no script behind its end. The
 * header is checked before anything is unpacked. SVG is refused, because it is a document that can hold scripts and
 * load from elsewhere, and most mail programs do not show it.
 * @throws DomainError `invalid` for another kind of file, one too large in bytes or pixels, one that moves, or one that
 * cannot be read to its end
 */
export async function readLogo(bytes: Buffer): Promise<LogoImage> {
  if (bytes.length > logoLimits.bytes) throw refuse("This file is larger than 1 MB. Make the picture smaller.");
  const named = Object.keys(signatures).find((name) => signatures[name]!(bytes));
  if (!named) throw refuse("Choose a PNG, JPEG or WebP picture. SVG is not taken, because it can hold scripts.");
  const { default: sharp } = await import("sharp");
  const picture = sharp(bytes, { limitInputPixels: logoLimits.side ** 2, failOn: "truncated" });
  const {
    width,
    height,
    format,
    pages = 1,
  } = await picture.metadata().catch(() => {
    throw damaged();
  });
  if (format !== named) throw damaged();
  if (width > logoLimits.side || height > logoLimits.side)
    throw refuse(`This picture is ${width} × ${height} pixels. Each side may have at most ${logoLimits.side}.`);
  if (pages > 1 || (named === "png" && movesAsPng(bytes)))
    throw refuse("This picture moves. Choose one that does not.");
  const box = { width: 2 * logoLimits.shown.width, height: 2 * logoLimits.shown.height };
  const { data, info } = await picture
    .timeout({ seconds: 5 })
    .rotate()
    .resize({ ...box, fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .png({ compressionLevel: 9 })
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw damaged();
    });
  return { png: data, width: info.width, height: info.height };
}

/** A PNG that moves says so in a chunk before its first pixels. */
function movesAsPng(bytes: Buffer): boolean {
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const chunk = bytes.toString("latin1", at + 4, at + 8);
    if (chunk === "acTL") return true;
    if (chunk === "IDAT") return false;
  }
  return false;
}
