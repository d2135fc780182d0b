import { printable } from "./printable.js";

/** HTML text that is safe to put into a page: whatever is not markup already is escaped. */
export class Markup {
  readonly text: string;

  /** For text that was made by {@link html} or by a renderer that escapes. */
  constructor(text: string) {
    this.text = text;
  }
}

export type Child = Markup | string | number | undefined | false | readonly Child[];

/** `html\`<p>${text}</p>\``: what is put in is escaped, in text and in quoted attributes. */
export const html = (strings: TemplateStringsArray, ...children: readonly Child[]): Markup => {
  let text = strings[0] ?? "";
  children.forEach((child, at) => {
    text += textOf(child) + (strings[at + 1] ?? "");
  });
  return new Markup(text);
};

const textOf = (child: Child): string => {
  if (child === undefined || child === false) return "";
  if (child instanceof Markup) return child.text;
  if (typeof child === "string") return escapeMarkup(child);
  return typeof child === "number" ? String(child) : child.map(textOf).join("");
};

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Fit for text and for quoted attributes. */
const escapeMarkup = (text: string): string => replaced(printable(text), /[&<>"']/g);

/** Fit for text only, where quotes may stay: listings are full of them. */
export const textMarkup = (text: string): Markup => new Markup(replaced(printable(text), /[&<>]/g));

/** Looked at first, since most text has nothing to replace. */
const replaced = (text: string, marks: RegExp): string =>
  text.search(marks) === -1 ? text : text.replace(marks, (character) => entities[character] ?? character);
