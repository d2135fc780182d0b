// Generated from asyncapi/portfolio/users.yaml. Do not edit; run `npm run generate`.
import type { Topology } from "#messaging";

export const topology: Topology = { exchanges: [], queues: [], bindings: [] };
