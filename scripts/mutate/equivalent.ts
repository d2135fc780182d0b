/** Changes that nobody can tell from the original. Each is shown to be one, none is believed. */
import { compare } from "#compatibility";
import type { ContractSet, Json } from "#contract";
import type { ApiDocument } from "../../test/contracts/http/api-document.js";
import { isTree, type Tree } from "./tree.js";

/** Whether two sets of documents give the same model, which all else is made from, but for schemas that are proved to include each other. */
export const meanTheSame = (one: ContractSet, other: ContractSet): boolean =>
  modelOf(one) === modelOf(other) && payloadsOf(one).every((id) => includesOf(one, other, id) && includesOf(other, one, id));

/** Where something stands does not count. */
const modelOf = ({ applications }: ContractSet): string =>
  JSON.stringify(applications, (key, value: unknown) => (key === "location" ? undefined : value));

const payloadsOf = ({ applications }: ContractSet): readonly string[] => [
  ...new Set(
    applications
      .flatMap(({ operations }) => operations.flatMap(({ messages, reply }) => [...messages, ...(reply?.messages ?? [])]))
      .flatMap(({ payload, headers }) => (headers === undefined ? [payload] : [payload, headers])),
  ),
];

const includesOf = (producer: ContractSet, consumer: ContractSet, schemaId: string): boolean =>
  compare({ schemaId, schemas: producer.schemas }, { schemaId, schemas: consumer.schemas }).verdict === "compatible";

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
