import { deskFeature } from "../desk/feature.js";
import { followFeature } from "../follow/feature.js";
import { publishFeature } from "../publish/feature.js";
import { access } from "./access.js";
import type { Feature } from "./context.js";
import { driftFeature } from "./drift.js";
import { watch } from "./watch/feature.js";

/** The parts of the portal, in the order of its menu. */
export const features: readonly Feature[] = [access, watch, driftFeature, deskFeature, publishFeature, followFeature];
