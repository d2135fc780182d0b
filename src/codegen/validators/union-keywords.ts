import { _, type Ajv, type Code, type KeywordCxt, type KeywordErrorDefinition, Name, str } from "ajv";
import { getProperty } from "ajv/dist/compile/codegen/index.js";
import { findTag, type Tag } from "./tags.js";

const listedAtMost = 12;

/**
 * Replaces Ajv's `oneOf` and `anyOf`: a union whose branches are told apart by a tag looks at the tag and validates that one branch.
 * Valid stays valid and invalid invalid; the faults are those of the branch that was meant, instead of those of all.
 */
export function useTaggedUnions(ajv: Ajv, resolve: (ref: string) => unknown): void {
  for (const keyword of ["oneOf", "anyOf"]) {
    const plain = ajv.getKeyword(keyword);
    if (typeof plain !== "object" || !("code" in plain)) throw new Error(`Ajv no longer has ${keyword} as a keyword that writes code`);
    ajv.removeKeyword(keyword);
    ajv.addKeyword({
      keyword,
      schemaType: "array",
      trackErrors: true,
      error: taggedError(plain.error),
      code: (context: KeywordCxt, ruleType?: string) => {
        const parentIsObject = context.parentSchema.type === "object";
        const tag = findTag(context.schema as readonly unknown[], resolve, parentIsObject);
        if (tag) dispatch(context, tag);
        else plain.code(context, ruleType);
      },
    });
  }
}

/** A `switch` on the tag: one branch is validated, with the faults it finds; a foreign tag is a fault of its own. */
function dispatch(context: KeywordCxt, tag: Tag): void {
  const { gen, data, keyword } = context;
  const valid = gen.let("valid", false);
  const value = gen.let("tag");
  gen.if(_`${data} && typeof ${data} == "object" && !Array.isArray(${data})`, () =>
    gen.assign(value, _`${data}${getProperty(tag.property)}`),
  );
  gen.if(false);
  tag.values.forEach((expected, branch) => {
    gen.elseIf(_`${value} === ${expected}`);
    const branchValid = gen.name("_valid");
    context.mergeEvaluated(context.subschema({ keyword, schemaProp: branch }, branchValid), Name);
    gen.assign(valid, branchValid);
  });
  gen.else();
  context.error(false, { tag: _`${tag.property}`, allowed: _`[${separated(tag)}]`, listed: _`${listed(tag)}` });
  gen.endIf();
  context.ok(valid);
}

/** The error of a tagged union where there is a tag, and Ajv's own where there is none. */
function taggedError(plain: KeywordErrorDefinition | undefined): KeywordErrorDefinition {
  return {
    message: (context) => {
      if (context.params.listed) return str`must be an object with ${context.params.listed}`;
      return typeof plain?.message === "function" ? plain.message(context) : (plain?.message ?? _`"must be valid"`);
    },
    params: (context) => {
      if (context.params.tag) return _`{tag: ${context.params.tag}, allowedValues: ${context.params.allowed}}`;
      return typeof plain?.params === "function" ? plain.params(context) : (plain?.params ?? _`{}`);
    },
  };
}

const separated = (tag: Tag): Code => tag.values.map((value) => _`${value}`).reduce((left, right) => _`${left}, ${right}`);

function listed(tag: Tag): string {
  const values = tag.values.slice(0, listedAtMost).map((value) => JSON.stringify(value));
  const more = tag.values.length > listedAtMost ? `, … (${tag.values.length} in all)` : "";
  return `${JSON.stringify(tag.property)} equal to one of ${values.join(", ")}${more}`;
}
