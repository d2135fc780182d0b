// Generated from asyncapi/portfolio/users.yaml. Do not edit; run `npm run generate`.

export {};
