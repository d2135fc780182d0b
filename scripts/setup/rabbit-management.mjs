// @ts-check
/**
 * The name of the broker whose management API answers there, once its AMQP listener is up too. Undefined while it is not: not
 * there, not ready, another user's.
 * @param {string} url @param {{ username: string, password: string }} user
 * @returns {Promise<string | undefined>}
 */
export const brokerNameAt = async (url, { username, password }) => {
  try {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const response = await fetch(`${url}/api/overview`, { headers: { authorization }, signal: AbortSignal.timeout(2000) });
    if (!response.ok) return undefined;
    const { cluster_name: name, listeners } = /** @type {{ cluster_name: string, listeners?: { protocol: string }[] }} */ (
      await response.json()
    );
    return listeners?.some(({ protocol }) => protocol === "amqp") === true ? name : undefined;
  } catch {
    return undefined;
  }
};
