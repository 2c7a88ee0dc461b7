/** Set by proxy.ts on every request, over whatever the client sent; read by the gates. */
export const requestIdHeader = "x-request-id";
export const requestedPathHeader = "x-portal-path";
