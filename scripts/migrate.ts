import { withDatabase } from "./run/command";

await withDatabase(async () => console.log("The database has the newest schema."));
