import { logoFile } from "@/lib/settings/logos";

/** A logo, for recipients and their mail programs: without a session, and kept for good, as its address has its hash. */
export async function GET(_: Request, { params }: RouteContext<"/logos/[organization]/[hash]">): Promise<Response> {
  const { organization, hash } = await params;
  const png = await logoFile(organization, hash);
  if (!png) return new Response("There is no such picture.\n", { status: 404 });
  return new Response(new Uint8Array(png), {
    headers: {
      "Content-Type": "image/png",
      "Content-Length": String(png.length),
      "Cache-Control": "public, max-age=31536000, immutable",
    },
  });
}
