/** Docs and portal: what the documents say, and what the broker does with it, to be looked at. */
export type { ServiceAddress } from "./live/context.js";
export { type Portal, PortalError, type PortalOptions, type Surroundings, startPortal } from "./live/portal.js";
export { SiteFolderError } from "./site/site-folder.js";
export { writeSite } from "./site/write-site.js";
export type { HttpApi, System } from "./system/model.js";
export { survey } from "./system/survey.js";
