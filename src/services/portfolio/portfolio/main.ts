import { portfolio } from "#generated/portfolio/portfolio/index.js";
import document from "#generated/portfolio/portfolio/openapi.json" with { type: "json" };
import { runService } from "#host";
import { createBalances } from "./balance.js";
import { risingClock } from "./clock.js";
import { usersApiUrl } from "./config.js";
import { createPortfolioApi, createRefreshApi } from "./http.js";
import { createPortfolioService } from "./service.js";
import { portfolioStore } from "./store.js";
import { migrations } from "./tables.js";
import { createUsersApi } from "./users-api.js";

await runService({
  contract: portfolio,
  migrations,
  handlers: (db) => createPortfolioService(portfolioStore(db)),
  http: {
    document,
    port: 8003,
    api: ({ db }) => createPortfolioApi(portfolioStore(db)),
    outside: ({ requester, change, log }) => {
      const [clock, users] = [risingClock(), createUsersApi({ url: usersApiUrl(process.env), timeoutMs: 5000 })];
      return createRefreshApi({
        balances: createBalances({ requester, users, clock, log }),
        clock,
        change: (work) => change(({ db }) => work(portfolioStore(db))),
      });
    },
  },
  ready: { withoutBroker: true },
  env: process.env,
});
