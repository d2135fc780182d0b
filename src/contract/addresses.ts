/** Forms of a reply address: text in which `{name}` stands for one or more of `A-Z a-z 0-9 _ -`. */

const parameter = /\{[A-Za-z_][A-Za-z0-9_-]*\}/g;

/** Whether every brace of a text belongs to a `{name}`. */
export function isAddressTemplate(text: string): boolean {
  return !/[{}]/.test(text.replaceAll(parameter, ""));
}

/** Whether an address has a form. `{instance}` in the address stands for the id of a running instance, which fits any parameter. */
export function fitsTemplate(address: string, template: string): boolean {
  const literals = template.split(parameter).map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(`^${literals.join("[A-Za-z0-9_-]+")}$`).test(address.replaceAll(instanceMark, "0"));
}

/** In the queue name of an awaited reply and in its binding keys: the id of the running instance. */
export const instanceMark = "{instance}";

/** What the queues of all instances have in common: `replies.{instance}` → `replies`. They share their dead-letter queue. */
export function withoutInstance(name: string): string {
  return name.replaceAll(/[._-]?\{instance\}/g, "") || "replies";
}
