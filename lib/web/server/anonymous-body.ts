import type { IncomingMessage } from "node:http";

/** No form that a visitor or a recipient fills in comes near this. */
export const mostAnonymousBytes = 1024 * 1024;

/**
 * Whether the body may come in. One that says that it is longer is refused before any of it is read; one that does not
 * say is counted while it comes, and `tooLong` is called instead of handing on what is over.
 */
export function admitsBody(request: IncomingMessage, tooLong: () => void): boolean {
  if (Number(request.headers["content-length"] ?? 0) > mostAnonymousBytes) return false;
  if (request.headers["transfer-encoding"] === undefined) return true;
  const push = request.push.bind(request);
  let bytes = 0;
  request.push = (piece: Buffer | null, encoding) => {
    bytes += piece?.length ?? 0;
    if (bytes <= mostAnonymousBytes) return push(piece, encoding);
    if (bytes - (piece?.length ?? 0) <= mostAnonymousBytes) tooLong();
    return false;
  };
  return true;
}
