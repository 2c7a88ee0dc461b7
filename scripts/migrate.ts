import { withDatabase } from "./command";

await withDatabase(async () => console.log("The database has the newest schema."));
