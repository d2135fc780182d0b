// @ts-check
// The reference's own request: a portfolio for user 42, whose balance the users worker tells over RabbitMQ.
import { answerOf } from "../setup/ask.mjs";

const user = 42;

/** @type {import("../setup/samples.mjs").Sample} */
export const sample = {
  title: "Sample portfolio",
  async run(urlOf, signal) {
    const users = `${urlOf("portfolio/users")}/api/users/${user}`;
    // 75000.50 from the start; something else where an earlier run of this system has moved money.
    const { balance } = /** @type {{ balance: string }} */ (await answerOf(`${users}/balance`, { signal }));
    const portfolio = `${urlOf("portfolio/portfolio")}/api/portfolios/${user}`;
    const { total_cash, currency, balance_source } = /** @type {{ total_cash: string, currency: string, balance_source: string }} */ (
      await answerOf(portfolio, { method: "POST", signal })
    );
    if (total_cash !== balance) throw new Error(`The sample portfolio of user ${user} holds ${total_cash}, not ${balance}.`);
    return `user ${user} has ${total_cash} ${currency}, told by ${balance_source}`;
  },
  commands: (urlOf) => [
    `curl -s -X POST ${urlOf("portfolio/portfolio")}/api/portfolios/${user}`,
    `curl -s ${urlOf("portfolio/portfolio")}/api/portfolios/${user}`,
    `curl -s ${urlOf("portfolio/users")}/api/users/${user}/deposits -H 'content-type: application/json' -d '{"amount":"100.00"}'`,
  ],
};
