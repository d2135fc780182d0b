import { createSourceFile } from "../source-file.js";
import type { ApplicationView } from "./application-view.js";

/** validators.d.ts: the types of the generated validators. */
export function emitValidatorTypes(view: ApplicationView, schemaIds: readonly string[]): string {
  const names = schemaIds.map((id) => view.validatorOf(id));
  const file = createSourceFile(view.header, names);
  for (const id of schemaIds) {
    const validator = file.importType("Validator", view.runtime);
    file.print(`export declare const ${view.validatorOf(id)}: ${validator}<${file.importType(view.typeOf(id), "./messages.js")}>;`);
  }
  if (schemaIds.length === 0) file.print("export {};");
  return file.text();
}
