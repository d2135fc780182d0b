/** Changes that nobody can tell from the original. Each is shown to be one, none is believed. */
import { compare } from "#compatibility";
import type { ContractSet, Json } from "#contract";
import type { ApiDocument } from "../../test/contracts/http/api-document.js";
import { isTree, type Tree } from "./tree.js";

/** Whether two sets of documents give the same model, which all else is made from. Where something stands does not count. */
export const meanTheSame = (one: ContractSet, other: ContractSet): boolean => modelOf(one) === modelOf(other);

const modelOf = ({ applications, schemas }: ContractSet): string =>
  JSON.stringify([applications, [...schemas].sort()], (key, value: unknown) => (key === "location" ? undefined : value));

/** One OpenAPI document, as data and as it is read. */
export interface ReadApi {
  readonly tree: Tree;
  readonly api: ApiDocument;
}

/** Whether two OpenAPI documents ask and answer alike: by their facts, and by the proof that each schema includes the other. */
export function allowTheSame(one: ReadApi, other: ReadApi): boolean {
  const facts = ({ api }: ReadApi) => JSON.stringify(api.operations.map((operation) => operation.facts));
  const names = ({ api }: ReadApi) => api.schemas.map(({ name }) => name);
  if (facts(one) !== facts(other) || names(one).join() !== names(other).join()) return false;
  return one.api.schemas.every(({ name, node }, at) => {
    const changed = other.api.schemas[at]?.node ?? false;
    return (
      JSON.stringify(node) === JSON.stringify(changed) ||
      (includes(whole(one, node), whole(other, changed)) && includes(whole(other, changed), whole(one, node)) && name !== "")
    );
  });
}

const includes = (producer: Json, consumer: Json): boolean => compare({ schema: producer }, { schema: consumer }).verdict === "compatible";

/** A schema with the components that it refers to. */
const whole = ({ tree }: ReadApi, node: Json): Json => ({
  allOf: [node],
  ...(isTree(tree.components) ? { components: tree.components } : {}),
});
