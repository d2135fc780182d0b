/** HTTP that answers: Express with nothing around it, and the store's own read. Fills the database with users first. */
import express from "express";
import { openStore } from "#persistence";
import { migrations, type UsersTables, userStore } from "../../../src/services/portfolio/users-store.js";
import { users } from "./load.js";

const [database = "", port = ""] = process.argv.slice(2);
const store = await openStore<UsersTables>({ url: database, migrations, owner: "bench-http" });
await store.perform({
  async run({ tx }) {
    const rows = userStore(tx);
    for (let count = 1; count < users.count; count++)
      await rows.add({ name: `User ${count}`, balance: "75000.50", currency: "USD", createdAt: new Date().toISOString() });
  },
});

const app = express();
app.disable("x-powered-by");
app.disable("etag");
app.get("/api/users/:userId/balance", async (request, response) => {
  const userId = Number(request.params.userId);
  const found = await store.read((db) => userStore(db).balance(userId));
  if (found === undefined) response.status(404).json({ user_id: userId, success: false, error: "user not found" });
  else response.json({ user_id: userId, ...found, success: true });
});
const server = app.listen(Number(port), "127.0.0.1", () => process.send?.("ready"));
// Connections stay while the others are measured: one that is closed just as it is used again would count as an error.
server.keepAliveTimeout = 0;
process.on("disconnect", () => process.exit(0));
