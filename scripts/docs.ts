import { writePages } from "./docs/pages";

writePages();
