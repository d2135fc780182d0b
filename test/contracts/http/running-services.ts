/** The services of one group as real processes: as they are, with few requests allowed, and with a database that somebody spoils. */
import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { ownedFolder } from "../../../scripts/setup/owned.mjs";
import { anyPorts } from "../../../scripts/setup/ports.mjs";
import { apiUrls, buildServices, databaseOf, listServices, type Service } from "../../../scripts/setup/services.mjs";
import type { TestBroker } from "../../support/broker.js";
import { type Instance, instanceOf } from "../../support/instance.js";
import { until } from "../../support/system.js";

export interface RunningServices {
  /** Base address of an application that works. */
  url(application: string): string;
  /** Base address of one more process of an application, which takes one request a minute and has taken it. */
  limited(application: string): Promise<string>;
  /** All tables of the application's database are gone: what asks for one fails as no code foresees. Gives back how to bring them back. */
  hideTables(application: string): () => void;
  /** The application's database file is damaged. */
  damage(application: string): void;
  /** An event of an application that is not here. */
  publish(exchange: string, routingKey: string, payload: object): Promise<void>;
  until: typeof until;
  close(): Promise<void>;
}

export async function startServices(group: string, broker: TestBroker): Promise<RunningServices> {
  const root = process.cwd();
  const folder = ownedFolder(".warren/test");
  const out = join(folder.path, "build");
  const services = await listServices(root, [group]);
  await buildServices(root, services, out);
  const ports = await anyPorts(services.length);
  const urls = apiUrls(services, (id) => ports[services.findIndex((service) => service.id === id)] ?? 0)(group);
  const instances: Instance[] = [];
  const databaseFile = (id: string, of = "data"): string => join(folder.path, of, `${databaseOf(id)}.db`);
  const open = ({ id }: Service, port: number, env: Readonly<Record<string, string>>, data = "data"): Instance => {
    mkdirSync(join(folder.path, data, group), { recursive: true });
    const own = { LOG_LEVEL: "warn", HTTP_REQUESTS_PER_MINUTE: "0", DATABASE_URL: `sqlite:${databaseFile(id, data)}`, ...urls, ...env };
    const instance = instanceOf({
      id,
      bundle: join(out, `${id}.js`),
      folder: join(folder.path, data),
      port,
      brokerUrl: broker.url,
      env: own,
    });
    instances.push(instance);
    return instance;
  };
  const first = new Map(services.map((service, at) => [service.application, open(service, ports[at] ?? 0, {})]));
  await Promise.all([...first.values()].map((instance) => instance.start()));
  const named = (application: string): Service => {
    const found = services.find((service) => service.application === application);
    if (found === undefined) throw new Error(`There is no service ${group}/${application}.`);
    return found;
  };
  return {
    url: (application) => first.get(named(application).application)?.url ?? "",
    async limited(application) {
      const [port = 0] = await anyPorts(1);
      const instance = open(named(application), port, { HTTP_REQUESTS_PER_MINUTE: "1" }, "limited");
      instance.launch();
      await until(
        () =>
          fetch(instance.url).then(
            ({ status }) => status,
            () => 0,
          ),
        (status) => status === 404,
      );
      return instance.url;
    },
    hideTables(application) {
      const file = databaseFile(named(application).id);
      spoil(file, (database) => renameTables(database, (name) => `hidden_${name}`));
      return () => spoil(file, (database) => renameTables(database, (name) => name.replace(/^hidden_/, "")));
    },
    publish: (exchange, routingKey, payload) => broker.send(exchange, routingKey, JSON.stringify(payload), { messageId: randomUUID() }),
    until,
    damage: (application) => damage(databaseFile(named(application).id)),
    async close() {
      await Promise.all(instances.map((instance) => instance.kill()));
      folder.remove();
    },
  };
}

function spoil(file: string, how: (database: Database.Database) => void): void {
  const database = new Database(file);
  database.pragma("busy_timeout = 10000");
  how(database);
  database.close();
}

function renameTables(database: Database.Database, rename: (name: string) => string): void {
  const tables = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").all() as {
    name: string;
  }[];
  for (const { name } of tables) database.exec(`alter table "${name}" rename to "${rename(name)}"`);
}

/** Everything is moved from the log into the file, whose pages are then overwritten; a last change makes others read them again. */
function damage(file: string): void {
  spoil(file, (database) => {
    database.pragma("wal_checkpoint(truncate)");
    database.exec("create table damaged (id integer)");
    const descriptor = openSync(file, "r+");
    const { size } = statSync(file);
    writeSync(descriptor, Buffer.alloc(size - 4096, 0x55), 0, size - 4096, 4096);
    closeSync(descriptor);
  });
}
