import { users } from "#generated/portfolio/users/index.js";
import document from "#generated/portfolio/users/openapi.json" with { type: "json" };
import { runService } from "#host";
import { migrations, userStore } from "../users-store.js";
import { createUsersApi } from "./http.js";

await runService({
  contract: users,
  migrations,
  handlers: () => ({}),
  http: { document, port: 8001, api: ({ db }) => createUsersApi(userStore(db)) },
  env: process.env,
});
