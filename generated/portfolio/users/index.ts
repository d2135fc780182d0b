// Generated from asyncapi/portfolio/users.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract } from "#messaging";
import { topology } from "./topology.js";

/** What Users receives. */
export type UsersHandlers = Record<never, never>;

/** What Users sends. */
export type UsersPublisher = Record<never, never>;

/**
 * Users
 * Keeps users and their balances; speaks HTTP only.
 */
export const users: ApplicationContract<UsersHandlers, UsersPublisher> = {
  id: "portfolio/users",
  title: "Users",
  version: "1.0.0",
  topology,
  sends: [],
  requests: [],
  receives: [],
  publisher: () => ({}),
  requester: () => ({}),
  routes: () => [],
};
