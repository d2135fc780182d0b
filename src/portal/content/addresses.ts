/** Where each thing's page is. Addresses are made of names, kept apart where two names give the same, and stay where they are while names do. */
import type { Address } from "./model.js";

/** Takes addresses, each once; case counts not, since some file systems do not tell it apart. */
export class AddressBook {
  readonly #taken = new Set<string>();

  /** `segments` are names out of documents, whatever stands in them. */
  take(...segments: readonly string[]): Address {
    const wished = segments.map(slug).join("/");
    let address = wished;
    for (let number = 2; this.#taken.has(address.toLowerCase()); number++) address = `${wished}-${number}`;
    this.#taken.add(address.toLowerCase());
    return address;
  }
}

/** Letters, digits, `.`, `_` and `-` stay; at most 80 characters. Never empty, never `.` or `..`, and never what could be a page's file. */
const slug = (name: string): string => {
  const plain = name
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 80)
    .replace(/\.(html|md)$/i, "-$1");
  return plain === "" ? "unnamed" : plain;
};
