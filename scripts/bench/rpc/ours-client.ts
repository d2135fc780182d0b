/** Ours: the generated requester of the portfolio application, over the runtime as it comes. */
import { randomBytes } from "node:crypto";
import { portfolio } from "#generated/portfolio/portfolio/index.js";
import { openRabbit, startRequests } from "#messaging";
import { silent } from "../orders.js";
import { takeOrders } from "./load.js";

const [url = ""] = process.argv.slice(2);
const broker = openRabbit({ url, name: "bench-ours", log: silent });
const requests = startRequests({ broker, contract: portfolio, instance: randomBytes(8).toString("hex"), log: silent });
await requests.ready;
const { requestBalance } = portfolio.requester(requests.ask);

takeOrders({
  async ask(user_id) {
    const answer = await requestBalance({ user_id });
    if (!answer.success) throw new Error(answer.error);
  },
  left: () => requests.inFlight,
});
