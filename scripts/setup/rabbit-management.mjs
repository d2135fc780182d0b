// @ts-check
/**
 * Whether the management API answers and lets the user in.
 * @param {string} url @param {{ username: string, password: string }} user
 */
export const managementAnswers = async (url, { username, password }) => {
  try {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    return (await fetch(`${url}/api/whoami`, { headers: { authorization }, signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
};
