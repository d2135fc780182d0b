// @ts-check
// Starts a private broker, says which processes belong to it, and stays until it is ended. For tests that kill the starter.
import { ownedFolder } from "../../scripts/setup/owned.mjs";
import { startRabbitNode } from "../../scripts/setup/rabbit-node.mjs";

const folder = ownedFolder(".warren/test");
const node = await startRabbitNode({ folder: folder.path });
process.stdout.write(`${JSON.stringify({ url: node.url, pid: node.pid(), folder: folder.path })}\n`);
setInterval(() => {}, 1000);
