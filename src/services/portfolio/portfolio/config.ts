import users from "#generated/portfolio/users/openapi.json" with { type: "json" };
import { ConfigError, type Environment } from "#host";

/** Base address of the users API: `USERS_API_URL`, else the server that its document names. Throws a `ConfigError`. */
export function usersApiUrl(env: Environment): string {
  const text = env.USERS_API_URL || users.servers.map(({ url }) => url).join();
  // Credentials would turn up in logs, and fetch refuses them anyway. The value is not repeated for the same reason.
  if (!isPlainHttp(text)) throw new ConfigError("USERS_API_URL must be an http:// or https:// URL without a user name, query or fragment.");
  return text;
}

function isPlainHttp(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === "");
}
