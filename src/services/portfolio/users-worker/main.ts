import { usersWorker } from "#generated/portfolio/users-worker/index.js";
import { runService } from "#host";
import { migrations, userStore } from "../users-store.js";
import { createUsersWorker } from "./service.js";

await runService({
  contract: usersWorker,
  migrations,
  handlers: (db, { log }) => createUsersWorker(userStore(db), log),
  env: process.env,
});
