import { authHandlers } from "@/lib/web/auth";

export const { GET, POST } = authHandlers;
