// @ts-check
// Asks an HTTP API.

/**
 * The JSON of an answer; throws where the answer is a refusal, with its text.
 * @param {string} url @param {RequestInit} init @returns {Promise<unknown>}
 */
export const answerOf = async (url, init) => {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${init.method ?? "GET"} ${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
};
