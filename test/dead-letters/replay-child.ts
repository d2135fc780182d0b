/** A replay to be killed: `replay-child.ts <broker> <documents>` writes a dot for each letter that is in its queue again. */
import { writeSync } from "node:fs";
import { openDesk } from "#dead-letters";
import { openRabbit } from "#messaging";
import { readFolder } from "../../src/contract/read-folder.js";

const [url = "", folder = ""] = process.argv.slice(2);
const { applications, schemas, problems, files } = await readFolder(folder);
const contracts = { applications, schemas, problems: problems.sorted(), files };
const desk = openDesk({ contracts, folder, connect: () => openRabbit({ url, name: "killed" }) });
await desk.replay("sales.dlq", { select: { all: true }, onLetter: () => void writeSync(1, ".") });
