import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const size = {
  "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
  "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
};

const promises = {
  "@typescript-eslint/no-floating-promises": "error",
  "@typescript-eslint/no-misused-promises": "error",
  "@typescript-eslint/await-thenable": "error",
};

export default defineConfig([
  globalIgnores(["**/node_modules/", ".warren/", "docs/site/", "coverage/", "generated/", "test/**/fixtures/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...size,
      eqeqeq: "error",
      // An interface may ask for a promise where an implementation has nothing to wait for.
      "@typescript-eslint/require-await": "off",
      // An empty callback says "nothing to do here" well enough.
      "@typescript-eslint/no-empty-function": "off",
      // What we write are closures without `this`; taking a method out of an object is how they are used.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
    },
  },
  {
    // A test file is a list of sentences: its length says nothing about it.
    files: ["test/**/*.ts"],
    rules: {
      "max-lines": "off",
      "max-lines-per-function": "off",
      // vitest's own matchers (`expect.any`, `expect.objectContaining`) are `any`.
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  {
    // Checked by tsc as well (`@ts-check`); JSON and errors are `any` in JavaScript, so the unsafe-* rules have no place here.
    files: ["scripts/**/*.mjs"],
    plugins: { "@typescript-eslint": tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...size, ...promises, eqeqeq: "error" },
  },
]);
