export { createHttpApp, type Execute, type HttpAppOptions, type HttpCall, type HttpLimits, type HttpLog } from "./app.js";
export { cursorOf, positionOf, unknownCursor } from "./cursor.js";
export type { EventStream, ServerSentEvent, StreamTimes } from "./event-stream.js";
export type { AnyHandlers, HttpHandlers, HttpRequest, HttpResponse, HttpResult } from "./handlers.js";
export type { HealthSources } from "./health.js";
export { answerPage, type PageRequest } from "./page.js";
export { type FieldError, HttpError, type Problem, problem, refused } from "./problem.js";
export { type HttpServer, type ListenOptions, listen } from "./server.js";
export { createTail, type Tail, type TailOptions, type TailWatch } from "./tail.js";
