import type { HttpApi, System } from "../system/model.js";

const known = new WeakMap<System, ReadonlySet<string>>();

/** Applications of which HTTP clients can ask a change: what the others are sent begins there. */
export function beginnersOf(system: System): ReadonlySet<string> {
  const beginners = known.get(system) ?? new Set(system.apis.filter(takesChanges).map(({ id }) => id));
  known.set(system, beginners);
  return beginners;
}

const changing = ["post", "put", "patch", "delete"];

const takesChanges = ({ document: { paths } }: HttpApi): boolean =>
  isObject(paths) && Object.values(paths).some((item) => isObject(item) && changing.some((method) => method in item));

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
