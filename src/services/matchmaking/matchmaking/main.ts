import { matchmaking } from "#generated/matchmaking/matchmaking/index.js";
import document from "#generated/matchmaking/matchmaking/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createMatchmakingApi } from "./http.js";
import { migrations, offerStore } from "./store.js";

await runService({
  contract: matchmaking,
  migrations,
  handlers: () => ({}),
  http: { document, port: 8005, api: ({ db, publish }) => createMatchmakingApi(offerStore(db), publish) },
  env: process.env,
});
