export const roleLabel = { admin: "Admin", viewer: "Viewer" } as const;
