import { ManagementError } from "./error.js";

/** Where a broker's management API is, and who asks. */
export interface ManagementAddress {
  /** Without user, password and trailing slash. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
}

interface Names {
  /** `amqp://user:password@host:5672/vhost` */
  readonly brokerUrl: string;
  /** `http://host:15672`, with a user and password where they are others than the broker's. Missing: the broker's host, port 15672; 15671 and `https:` for `amqps:`. */
  readonly managementUrl?: string | undefined;
  /** In the place of the broker URL's. */
  readonly vhost?: string | undefined;
}

/** The address that follows from a broker's. Throws {@link ManagementError} with `invalid` for a URL that cannot be right. */
export function managementAddress({ brokerUrl, managementUrl, vhost }: Names): ManagementAddress {
  const broker = parse(brokerUrl, ["amqp:", "amqps:"], "The broker's URL must look like amqp://user:password@host:5672/vhost.");
  const standard = broker.protocol === "amqps:" ? `https://${broker.hostname}:15671` : `http://${broker.hostname || "localhost"}:15672`;
  const said = "The management API's URL must look like http://host:15672, with user:password@ where they are others than the broker's.";
  const api = parse(managementUrl || standard, ["http:", "https:"], said);
  const { username, password } = api.username === "" ? broker : api;
  const path = api.pathname.replace(/\/+$/, "");
  return {
    url: `${api.protocol}//${api.host}${path}`,
    username: decodeURIComponent(username) || "guest",
    password: decodeURIComponent(password) || "guest",
    vhost: vhost ?? (decodeURIComponent(broker.pathname.slice(1)) || "/"),
  };
}

function parse(text: string, protocols: readonly string[], complaint: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The URL itself may hold a password and is not repeated.
  if (url === undefined || !protocols.includes(url.protocol) || ![url.username, url.password, url.pathname].every(isDecodable)) {
    throw new ManagementError("invalid", complaint);
  }
  return url;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
